"""The tasks framework under test: every name of it that the tests use."""

{% if cookiecutter.tasks_framework == 'django' %}
from django.tasks import (
    TaskResult,
    TaskResultStatus,
    default_task_backend,
    task,
    task_backends,
)
from django.tasks.backends.base import BaseTaskBackend
from django.tasks.base import Task{% if cookiecutter.storage_scope in ['cache', 'database'] %}, TaskError{% endif %}

from django.tasks.exceptions import (
    InvalidTask,
    TaskResultDoesNotExist,
    TaskResultMismatch,
)
from django.tasks.signals import task_enqueued{{ ', task_finished, task_started' if cookiecutter.testing_tools else '' }}
{% elif cookiecutter.tasks_framework == 'django-tasks' %}
from typing import Any

from django_tasks import (
    TaskResult,
    TaskResultStatus,
    default_task_backend,
    exceptions,
    task,
    task_backends,
)
from django_tasks.backends.base import BaseTaskBackend
from django_tasks.base import Task{% if cookiecutter.storage_scope in ['cache', 'database'] %}, TaskError{% endif %}

from django_tasks.exceptions import TaskResultDoesNotExist, TaskResultMismatch
from django_tasks.signals import task_enqueued{{ ', task_finished, task_started' if cookiecutter.testing_tools else '' }}

# Releases of the backport differ in what they call it.
InvalidTask: Any = getattr(exceptions, "InvalidTask", None) or exceptions.InvalidTaskError
{% else %}
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING or django.VERSION >= (6, 0):
    from django.tasks import (
        TaskResult,
        TaskResultStatus,
        default_task_backend,
        task,
        task_backends,
    )
    from django.tasks.backends.base import BaseTaskBackend
    from django.tasks.base import Task{% if cookiecutter.storage_scope in ['cache', 'database'] %}, TaskError{% endif %}

    from django.tasks.exceptions import (
        InvalidTask,
        TaskResultDoesNotExist,
        TaskResultMismatch,
    )
    from django.tasks.signals import task_enqueued{{ ', task_finished, task_started' if cookiecutter.testing_tools else '' }}
else:
    from django_tasks import (
        TaskResult,
        TaskResultStatus,
        default_task_backend,
        exceptions,
        task,
        task_backends,
    )
    from django_tasks.backends.base import BaseTaskBackend
    from django_tasks.base import Task{% if cookiecutter.storage_scope in ['cache', 'database'] %}, TaskError{% endif %}

    from django_tasks.exceptions import TaskResultDoesNotExist, TaskResultMismatch
    from django_tasks.signals import task_enqueued{{ ', task_finished, task_started' if cookiecutter.testing_tools else '' }}

    # Releases of the backport differ in what they call it.
    InvalidTask = getattr(exceptions, "InvalidTask", None) or exceptions.InvalidTaskError
{% endif %}

__all__ = [
    "BaseTaskBackend",
    "InvalidTask",
    "Task",
{% if cookiecutter.storage_scope in ['cache', 'database'] %}
    "TaskError",
{% endif %}
    "TaskResult",
    "TaskResultDoesNotExist",
    "TaskResultMismatch",
    "TaskResultStatus",
    "default_task_backend",
    "task",
    "task_backends",
    "task_enqueued",
{% if cookiecutter.testing_tools %}
    "task_finished",
    "task_started",
{% endif %}
]
