"""Settings for a generated package that keeps results in the database, here PostgreSQL."""

from .shared import *
from .shared import QUEUES, postgres

DATABASES = postgres()
INSTALLED_APPS = ["dummy_backend"]
TASKS = {"default": {"BACKEND": "dummy_backend.DummyBackend", "QUEUES": QUEUES}}
TASKS_CONTRACT = {
    "SCOPE": "shared",
    "ON_ROLLBACK": "discarded",
    "WORKER": "tests.worker.run_due",
    "OTHER_QUEUE_WORKER": "tests.worker.run_due_in_other_queue",
}
