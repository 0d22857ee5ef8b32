"""The measured subjects: generated packages, their engines alone, and alternatives."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

APPLICATION = "benchmarks.engines.celery_app"
CELERY = [
    "celery", f"--app={APPLICATION}", "worker", "--concurrency=1", "--prefetch-multiplier=1",
    "--without-gossip", "--without-mingle", "--loglevel=WARNING",
]  # fmt: skip
RQ = ["django", "rqworker"]
PROCRASTINATE = ["django", "procrastinate", "worker"]


@dataclass(frozen=True)
class Subject:
    """A way to run jobs: how they are enqueued, the settings, and the worker."""

    name: str
    # How a job is declared and enqueued: with a tasks framework, or with an engine itself.
    api: str
    # The worker's module and arguments, except for the queue, which follows ``queue_option``.
    worker: tuple[str, ...]
    queue_option: str = "--queues"
    apps: tuple[str, ...] = ()
    backend: str = ""
    settings: dict[str, object] = field(default_factory=dict)
    connections_kept: int = 0  # Seconds. By default, Django doesn't keep connections.

    def command(self, queue, name):
        """Return the arguments of ``python -m`` that start a worker with this name."""
        names = [f"--hostname={name}@%h"] if self.worker[0] == "celery" else []
        queues = [self.queue_option, queue] if self.queue_option else [queue]
        return [*self.worker, *names, *queues]


@dataclass(frozen=True)
class Engine:
    """An engine, and the answers for its package."""

    generated: Subject
    alone: Subject
    instead: tuple[Subject, ...]
    servers: tuple[str, ...] = ()
    answers: dict[str, object] = field(default_factory=dict)

    @property
    def subjects(self):
        return [self.generated, self.alone, *self.instead]


def generated(worker, *apps, queue_option="--queues"):
    return Subject(
        "generated", "django.tasks", tuple(worker), queue_option, (*apps, "dummy_backend"),
        "dummy_backend.DummyBackend",
    )  # fmt: skip


def keeping(subject):
    """Return the subject with workers that keep their database connections between tasks."""
    return replace(
        subject, name="generated, keeping connections", connections_kept=600,
        settings={"CELERY_DB_REUSE_MAX": 1000},
    )  # fmt: skip


DB_WORKER = Subject(
    "django-tasks-db", "django.tasks",
    ("django", "db_worker", "--interval=0.1", "--no-startup-delay"),
    "--queue-name", ("django_tasks_db",), "django_tasks_db.DatabaseBackend",
)  # fmt: skip
RESULTS = {"CELERY_RESULT_BACKEND": "django-db"}
DETAILS = {"CELERY_RESULT_EXTENDED": True, "CELERY_TASK_TRACK_STARTED": True}

ENGINES = {
    "celery": Engine(
        generated(CELERY),
        Subject("Celery alone", "celery", tuple(CELERY)),
        (
            Subject(
                "django-celery-results", "celery", tuple(CELERY), "--queues",
                ("django_celery_results",), settings=RESULTS,
            ),
            Subject(
                "django-celery-results, extended", "celery", tuple(CELERY), "--queues",
                ("django_celery_results",), settings=RESULTS | DETAILS,
            ),
            DB_WORKER, keeping(generated(CELERY)),
        ),
        ("TEST_BROKER_URL",),
        {"supports_priority": False},
    ),
    "rq": Engine(
        generated(
            [*RQ, "--with-scheduler", "--worker-class=dummy_backend.engine.Worker"], "django_rq",
            queue_option="",
        ),
        Subject("RQ alone", "rq", tuple(RQ), "", ("django_rq",)),
        (
            Subject(
                "django-tasks-rq", "django_tasks", (*RQ, "--job-class=django_tasks_rq.Job"), "",
                ("django_tasks", "django_rq"), "django_tasks_rq.RQBackend",
            ),
            DB_WORKER,
        ),
        ("TEST_REDIS_URL",),
        {"supports_priority": False},
    ),
    "procrastinate": Engine(
        generated(PROCRASTINATE, "procrastinate.contrib.django"),
        Subject(
            "Procrastinate alone", "procrastinate", tuple(PROCRASTINATE),
            apps=("procrastinate.contrib.django",),
            settings={"PROCRASTINATE_IMPORT_PATHS": ["benchmarks.engines.jobs"]},
        ),
        (DB_WORKER, keeping(generated(PROCRASTINATE, "procrastinate.contrib.django"))),
    ),
}  # fmt: skip


def subject_named(engine, name):
    return next(subject for subject in ENGINES[engine].subjects if subject.name == name)
