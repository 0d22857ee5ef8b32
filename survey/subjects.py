"""The backends of the survey, and the versions that they are installed with."""

from __future__ import annotations

from dataclasses import dataclass, field

from .unassessed import UNASSESSED

PYTHON = "3.13"
DJANGO = "django==6.1.3"
DJANGO_TASKS = "django-tasks==0.12.0"
# The packages that run the tests, and those that the settings need.
TOOLS = (
    DJANGO, "dj-database-url==3.1.2", "psycopg[binary]==3.3.9", "pytest==9.0.2",
    "pytest-django==4.11.1", "pytest-timeout==2.4.0",
)  # fmt: skip
REDIS_PY = "redis==8.1.0"
# The newest that Celery accepts.
REDIS_CELERY = "redis==6.4.0"
POSTGRES = "TEST_POSTGRES_URL"
REDIS = "TEST_REDIS_URL"


@dataclass(frozen=True)
class Subject:
    """A backend. Its settings are the module of ``survey.backends`` with its name."""

    name: str
    # The first one is the package with the backend.
    requirements: tuple[str, ...] = ()
    servers: tuple[str, ...] = ()
    # The answers for a generated package.
    answers: dict[str, str] = field(default_factory=dict)

    @property
    def settings(self):
        """The name of the module with the settings."""
        return self.name.replace("-", "_")

    @property
    def unassessed(self):
        """The rules whose tests fail although the backend keeps them, with the reasons."""
        return UNASSESSED.get(self.name, {})

    @property
    def version(self):
        """The version of the package, or what it is generated from."""
        return self.requirements[0].partition("==")[2] if self.requirements else "this template"


SUBJECTS = {
    subject.name: subject
    for subject in (
        Subject("django-dummy", (DJANGO,)),
        Subject("django-immediate", (DJANGO,)),
        Subject("django-tasks-dummy", (DJANGO_TASKS,)),
        Subject("django-tasks-immediate", (DJANGO_TASKS,)),
        Subject("django-tasks-db", ("django-tasks-db==0.13.0",), (POSTGRES,)),
        Subject(
            "django-tasks-rq",
            ("django-tasks-rq==0.12.0", DJANGO_TASKS, "django-rq==4.2.0", "rq==3.0.0"),
            (REDIS,),
        ),
        Subject("huey", ("huey==3.5.4", REDIS_PY), (REDIS,)),
        Subject("django-tasks-local", ("django-tasks-local==2.0",)),
        Subject("django-database-task", ("django-database-task==0.6.0",), (POSTGRES,)),
        Subject("django-tasks-redis", ("django-tasks-redis==0.4.0", REDIS_PY), (REDIS,)),
        Subject(
            "django-tasks-celery",
            ("django-tasks-celery==0.1.1", "celery==5.7.0", REDIS_CELERY),
            (REDIS,),
        ),
        Subject("generated-process", answers={"storage_scope": "process"}),
        Subject("generated-database", servers=(POSTGRES,), answers={"storage_scope": "database"}),
        Subject("django-ox", ("django-ox==1.9.1",), (POSTGRES,)),
        Subject("dj-queue", ("dj-queue==0.14.2",), (POSTGRES,)),
        Subject("django-dbtasks", ("django-dbtasks==0.5.0",), (POSTGRES,)),
        Subject("django-task-psql", ("django-task-psql==0.2.1",), (POSTGRES,)),
    )
}
