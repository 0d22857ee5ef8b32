"""An application that sends newsletters, whose suites move to the testing tools."""
