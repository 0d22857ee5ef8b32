"""How fast the generated backends are, beside those of the frameworks: `make bench`."""
