"""Find the contract rules that published backends keep: ``make survey``."""
