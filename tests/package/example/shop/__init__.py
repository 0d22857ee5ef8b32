"""A shop that charges orders and confirms them in tasks, tested with the tools of the backend."""
