import json
import uuid
from pathlib import Path

from django.utils import timezone
from django.utils.module_loading import import_string
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import TaskResult, TaskResultStatus
from django_tasks.exceptions import TaskResultDoesNotExist
from django_tasks.signals import task_enqueued


class SpoolBackend(BaseTaskBackend):
    supports_defer = True
    supports_async_task = True
    supports_get_result = True
    supports_priority = True

    def __init__(self, alias, params):
        super().__init__(alias, params)
        self.folder = Path(self.options["FOLDER"])

    def enqueue(self, task, args, kwargs):
        self.validate_task(task)
        result = TaskResult(
            task=task,
            id=str(uuid.uuid4()),
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
        path = self.folder / f"{result.id}.json"
        with path.open("w") as file:
            json.dump(
                {
                    "task": task.module_path,
                    "priority": task.priority,
                    "queue_name": task.queue_name,
                    "enqueued_at": result.enqueued_at.isoformat(),
                    "args": args,
                    "kwargs": kwargs,
                },
                file,
            )
        task_enqueued.send(type(self), task_result=result)
        return result

    def get_result(self, result_id):
        path = self.folder / f"{result_id}.json"
        if not path.exists():
            raise TaskResultDoesNotExist
        data = json.loads(path.read_text())
        task = import_string(data["task"])
        return TaskResult(
            task=task.using(priority=data["priority"], queue_name=data["queue_name"]),
            id=result_id,
            status=TaskResultStatus.READY,
            enqueued_at=timezone.datetime.fromisoformat(data["enqueued_at"]),
            started_at=None,
            last_attempted_at=None,
            finished_at=None,
            args=data["args"],
            kwargs=data["kwargs"],
            backend=self.alias,
            errors=[],
            worker_ids=[],
        )
