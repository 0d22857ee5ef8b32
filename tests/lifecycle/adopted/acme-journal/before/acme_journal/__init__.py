from .journal import JournalBackend

__all__ = ["JournalBackend"]
