"""Compare the speed of the generated backends with those of the frameworks: `make bench`."""
