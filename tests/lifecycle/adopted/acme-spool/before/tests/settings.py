import tempfile

SECRET_KEY = "tests"
TASKS = {
    "default": {
        "BACKEND": "acme_spool.backends.SpoolBackend",
        "OPTIONS": {"FOLDER": tempfile.mkdtemp()},
    },
}
