"""Running the contract tests against published backends, with real servers and workers."""
