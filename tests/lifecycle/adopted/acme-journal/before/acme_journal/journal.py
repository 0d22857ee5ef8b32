import itertools
import json
import os
from pathlib import Path

from django.tasks.backends.base import BaseTaskBackend
from django.tasks.base import TaskResult, TaskResultStatus
from django.utils import timezone


class JournalBackend(BaseTaskBackend):
    supports_async_task = True

    numbers = itertools.count(1)

    def enqueue(self, task, args, kwargs):
        number = next(self.numbers)
        result = TaskResult(
            task=task,
            id=f"{os.getpid()}-{number}",
            status=TaskResultStatus.READY,
            enqueued_at=timezone.now(),
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=args,
            kwargs=kwargs,
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
        line = {"id": result.id, "task": task.module_path, "args": args, "kwargs": kwargs}
        with Path(self.options["FILE"]).open("a") as journal:
            journal.write(json.dumps(line, default=str) + "\n")
        return result
