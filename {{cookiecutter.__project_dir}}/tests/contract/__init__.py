"""What Django documents for all task backends, and what callers rely on besides, as tests.

The folder is complete: it imports nothing from the backend that it tests, nor from other tests, so
it can be copied to the repository of any backend. It tests the backend that the settings name as
``TASKS["default"]``, and reads the setting ``TASKS_CONTRACT``, which ``declaration.py`` documents.
``rules.py`` lists what is checked.
"""
