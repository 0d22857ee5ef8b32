"""Settings for a generated package that keeps results in the process."""

from .shared import *
from .shared import QUEUES, sqlite

DATABASES = sqlite()
INSTALLED_APPS = ["dummy_backend"]
TASKS = {"default": {"BACKEND": "dummy_backend.DummyBackend", "QUEUES": QUEUES}}
TASKS_CONTRACT = {
    "SCOPE": "process",
    "ON_ROLLBACK": "kept",
    "WORKER": "tests.worker.run_due",
    "OTHER_QUEUE_WORKER": "tests.worker.run_due_in_other_queue",
}
