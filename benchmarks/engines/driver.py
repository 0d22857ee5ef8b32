"""A process that performs the commands on its standard input, one JSON line each."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from pathlib import Path
from time import perf_counter

import django
from django.conf import settings
from django.db import connection, transaction

from . import statements

JOB = re.compile(r" Job: \d+\.$")


def timed(function, count):
    start = perf_counter()
    for _ in range(count):
        function()
    return (perf_counter() - start) / count


def execute(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall() if cursor.description else None


class Driver:
    """The commands that the benchmark can send."""

    def __init__(self):
        from . import jobs  # noqa: PLC0415

        self.jobs = jobs
        execute("CREATE TABLE runs (number integer)")

    def _enqueue(self):
        self.jobs.enqueue(self.jobs.noop)

    def _enqueue_in_transaction(self):
        with transaction.atomic():
            execute("INSERT INTO runs VALUES (0)")
            self._enqueue()

    def enqueue(self, count):
        """Return the seconds it takes to enqueue a job."""
        return timed(self._enqueue, count)

    def enqueue_in_transaction(self, count):
        """Return the seconds of a transaction that inserts a row and enqueues a job."""
        return timed(self._enqueue_in_transaction, count)

    def statements(self):
        """Return the statements sent to the database by each of the two."""
        statements.record(settings.JOURNAL)
        found = {}
        for name, function in (
            ("enqueue", self._enqueue),
            ("enqueue in a transaction", self._enqueue_in_transaction),
        ):
            function()
            Path(settings.JOURNAL).write_text("")
            function()
            found[name] = Path(settings.JOURNAL).read_text().splitlines()
        return found

    def fill(self, count):
        """Enqueue jobs that do nothing, between two that record the time."""
        Path(settings.JOURNAL).write_text("")
        self.jobs.enqueue(self.jobs.mark)
        for _ in range(count):
            self._enqueue()
        self.jobs.enqueue(self.jobs.mark)

    def run(self, start, count, seconds):
        """Enqueue jobs that record each run."""
        for number in range(start, start + count):
            self.jobs.enqueue(self.jobs.run, number, seconds)

    def progress(self):
        """Return the number of finished jobs of a generated package."""
        from dummy_backend.models import StoredResult  # noqa: PLC0415

        return StoredResult.objects.filter(status__in=["SUCCESSFUL", "FAILED"]).count()

    def outcome(self):
        """Return the final statuses of the jobs, and how often each one ran."""
        from django.tasks import default_task_backend  # noqa: PLC0415

        runs = dict(execute("SELECT number, count(*) FROM runs GROUP BY number"))
        ends, results = Counter(), 0
        wrong = []
        for result in default_task_backend.results:
            results += 1
            [number, _] = result.args
            end = result.status.value
            for error in result.errors:
                last = error.traceback.strip().splitlines()[-1]
                end += (
                    f", {error.exception_class_path.rpartition('.')[2]}: {last.partition(': ')[2]}"
                )
            ends[end] += 1
            if result.status.value == "SUCCESSFUL" and runs.get(number) != 1:
                wrong.append(number)
        return {
            "results": results,
            "ends": ends,
            "run twice": sum(count > 1 for count in runs.values()),
            "successful, but not run": len(wrong),
        }

    def clear(self):
        """Remove all jobs and results."""
        names = [name for name in connection.introspection.table_names() if keeps_jobs(name)]
        execute(f"TRUNCATE {', '.join(names)} CASCADE")
        if settings.SUBJECT.worker[0] == "celery":
            from .celery_app import app  # noqa: PLC0415

            with app.connection_for_write() as broker:
                queue = app.amqp.queues[settings.QUEUE](broker.channel())
                queue.declare()
                queue.purge()
        if "django_rq" in settings.INSTALLED_APPS:
            import django_rq  # noqa: PLC0415

            django_rq.get_connection(settings.QUEUE).flushdb()

    def servers(self):
        """Return the versions of the servers that the subject uses."""
        found = {"PostgreSQL": execute("SHOW server_version")[0][0].split()[0]}
        if settings.SUBJECT.worker[0] == "celery":
            from .celery_app import app  # noqa: PLC0415

            with app.connection_for_write() as broker:
                properties = broker.ensure_connection().connection.server_properties
                found[properties["product"]] = properties["version"]
        if "django_rq" in settings.INSTALLED_APPS:
            import django_rq  # noqa: PLC0415

            redis = django_rq.get_connection(settings.QUEUE)
            found["Redis"] = redis.info("server")["redis_version"]
        return found

    def close(self):
        """Remove everything from the servers."""
        self.clear()
        if settings.SUBJECT.worker[0] == "celery":
            from .celery_app import app  # noqa: PLC0415

            with app.connection_for_write() as broker:
                broker.channel().queue_delete(settings.QUEUE)


def keeps_jobs(table):
    """Return whether a table can be emptied while workers run."""
    if table.startswith("django_"):
        return table.startswith(("django_tasks", "django_celery"))
    return table != "procrastinate_workers"


def main():
    django.setup()
    connection.creation.create_test_db(verbosity=0, serialize=False)
    try:
        driver = Driver()
        sys.stdout.write("null\n")
        sys.stdout.flush()
        for line in sys.stdin:
            name, arguments = json.loads(line)
            answer = getattr(driver, name)(**arguments)
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()
        driver.close()
    finally:
        connection.creation.destroy_test_db("", verbosity=0)


if __name__ == "__main__":
    main()
