import tempfile

SECRET_KEY = "tests"
TASKS = {
    "default": {
        "BACKEND": "acme_journal.JournalBackend",
        "OPTIONS": {"FILE": tempfile.mkstemp()[1]},
    },
}
