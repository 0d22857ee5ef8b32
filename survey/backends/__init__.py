"""A settings module for each backend, and what starts its worker."""
