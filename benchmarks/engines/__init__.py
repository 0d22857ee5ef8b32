"""What an engine costs, and whether it loses tasks: `make bench-engines`."""
