"""A settings module for each backend, with the command that starts its worker."""
