"""What published backends keep of the contract: ``python -m survey``, or ``make survey``."""
