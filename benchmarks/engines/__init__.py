"""Measure the cost of engines, and whether they lose tasks: `make bench-engines`."""
