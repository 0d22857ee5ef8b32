"""Measure the time of each operation where processes share results, and its requests."""

from __future__ import annotations

import argparse
import json
import os
import re
from contextlib import contextmanager
from functools import partial
from io import StringIO
from pathlib import Path

import django
from django.conf import settings

from .measure import FEW, MANY, report, side_by_side, timing
from .subjects import SMALL

STORED = 100  # the number of results stored before an operation is timed
# The keys of a batch in a query plan.
ANY_KEYS = re.compile(r"'\{[0-9,]+\}'")
NAME = f"dummybackend_benchmark_{os.getpid()}"


def set_up(store):
    """Return a task for each backend on SQLite, PostgreSQL or Redis, by backend name."""
    database = {"ENGINE": "django.db.backends.sqlite3", "NAME": NAME, "TEST": {"NAME": NAME}}
    if store == "PostgreSQL":
        import dj_database_url  # noqa: PLC0415

        database = dj_database_url.parse(
            os.environ["TEST_POSTGRES_URL"], test_options={"NAME": NAME}
        )
    settings.configure(
        CACHES={
            "default": {
                "BACKEND": "django.core.cache.backends.redis.RedisCache",
                "LOCATION": os.environ.get("TEST_REDIS_URL", ""),
                "KEY_PREFIX": NAME,
            }
        },
        DATABASES={"default": database},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        INSTALLED_APPS=["django.contrib.contenttypes", "dummy_backend", "django_tasks_db"],
        TASKS={
            "default": {"BACKEND": "dummy_backend.DummyBackend"},
            "generated": {"BACKEND": "dummy_backend.DummyBackend"},
            "django-tasks-db": {"BACKEND": "django_tasks_db.DatabaseBackend"},
        },
        USE_TZ=True,
    )
    django.setup()
    from . import shared_tasks  # noqa: PLC0415

    if store == "Redis":
        return {"generated": shared_tasks.generated}
    return {"generated": shared_tasks.generated, "django-tasks-db": shared_tasks.published}


@contextmanager
def test_database():
    """Create a database with all tables, and drop it at the end."""
    from django.db import connection  # noqa: PLC0415

    connection.creation.create_test_db(verbosity=0)
    try:
        yield
    finally:
        connection.creation.destroy_test_db("", verbosity=0)


@contextmanager
def counting(store):
    """Yield a function that returns the number of queries or commands sent so far."""
    if store == "Redis":
        from unittest.mock import patch  # noqa: PLC0415

        from redis.connection import Connection  # noqa: PLC0415

        with patch.object(
            Connection, "send_command", autospec=True, side_effect=Connection.send_command
        ) as sent:
            yield lambda: sent.call_count
    else:
        from django.db import connection  # noqa: PLC0415
        from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

        with CaptureQueriesContext(connection) as queries:
            yield lambda: len(queries)


def clear(task):
    backend = task.get_backend()
    if hasattr(backend, "clear"):
        backend.clear()
    else:
        from django_tasks_db.models import DBTaskResult  # noqa: PLC0415

        DBTaskResult.objects.all().delete()


def remove_keys():
    """Remove all keys of the cache, because those of cleared results may remain until they expire."""
    from django.core.cache import cache  # noqa: PLC0415

    client = cache._cache.get_client()
    for key in client.scan_iter(f"{NAME}:*"):
        client.delete(key)


def enqueue(task, times):
    backend = task.get_backend()
    args, kwargs = SMALL
    for _ in range(times):
        backend.enqueue(task, args, kwargs)


def get_result(task, result_id, times):
    backend = task.get_backend()
    for _ in range(times):
        backend.get_result(result_id)


def count(task, store):
    """Return the number of requests of each operation, with few results and with many."""
    found = {}
    for kept in (FEW, MANY):
        clear(task)
        enqueue(task, kept)
        backend = task.get_backend()
        result_id = backend.results[0].id
        operations = {
            "enqueue": lambda: enqueue(task, 1),
            "get_result": lambda result_id=result_id: get_result(task, result_id, 1),
            "results": lambda backend=backend: backend.results,
            "clear": lambda: clear(task),
        }
        for operation, do in operations.items():
            with counting(store) as asked:
                do()
                found.setdefault(operation, []).append(asked())
    return found


def time(tasks, values):
    """Time each operation with all backends in turns."""
    taken = {}
    for task in tasks.values():
        clear(task)
        enqueue(task, STORED)
    ids = {name: task.enqueue(*SMALL[0], **SMALL[1]).id for name, task in tasks.items()}

    for operation, measures in {
        "get_result": {
            name: timing(partial(get_result, task, ids[name])) for name, task in tasks.items()
        },
        "enqueue": {name: timing(partial(enqueue, task)) for name, task in tasks.items()},
    }.items():
        for name, found in side_by_side(measures, values).items():
            taken[f"{operation} {name}"] = found
    return taken


def plans(rows):
    """Return the query plans for listing a few of many results, and for pruning some."""
    from django.core.management import call_command  # noqa: PLC0415
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415
    from dummy_backend.models import StoredResult  # noqa: PLC0415

    from .shared_tasks import generated  # noqa: PLC0415

    clear(generated)
    enqueue(generated, 1)
    insert_copies(connection, StoredResult._meta, rows)
    generated.get_backend().clear()
    enqueue(generated, STORED)
    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        # Databases do this automatically after a while.
        cursor.execute("ANALYZE" if sqlite else "VACUUM ANALYZE")
    with CaptureQueriesContext(connection) as listing:
        listed = len(generated.get_backend().results)
    assert listed == STORED
    with CaptureQueriesContext(connection) as pruning:
        call_command("prune_task_results", "--older-than=90d", stdout=StringIO())
    found = {}
    for of, queries in (("`results`", listing), ("`prune_task_results`", pruning)):
        for query in queries:
            sql = query["sql"]
            if sql.startswith(("SELECT", "DELETE")):
                # The batches only differ in their keys.
                found.setdefault(sql.partition(" IN (")[0], (of, sql, float(query["time"])))
    explain = "EXPLAIN QUERY PLAN" if sqlite else "EXPLAIN (COSTS OFF)"
    explained = []
    for start, (of, sql, taken) in found.items():
        with connection.cursor() as cursor:
            cursor.execute(f"{explain} {sql}", None)
            plan = [ANY_KEYS.sub("'{...}'", row[-1]) for row in cursor.fetchall()]
        explained.append({"of": of, "query": start, "seconds": taken, "plan": plan})
    return explained


def insert_copies(connection, meta, rows):
    """Insert copies of the only row for another backend, enqueued over the last hundred days."""
    columns = [field.column for field in meta.fields if not field.primary_key]
    if connection.vendor == "sqlite":
        numbers = (
            f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})"
        )
        source, number_id = "n", "printf('%032d', i)"
        enqueued = f"datetime('now', (-100.0 * i / {rows}) || ' days')"
    else:
        numbers = ""
        source, number_id = f"generate_series(1, {rows}) AS n(i)", "md5(i::text)"
        enqueued = f"now() - 100.0 * i / {rows} * interval '1 day'"
    values = {"result_id": number_id, "backend": "'default'", "enqueued_at": enqueued}
    chosen = ", ".join(values.get(column, f'"{column}"') for column in columns)
    quoted = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{numbers} INSERT INTO {meta.db_table} ({quoted}) "
            f"SELECT {chosen} FROM {meta.db_table}, {source}",
            None,
        )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("part", choices=["count", "time", "plans"])
    parser.add_argument("--store", choices=["SQLite", "PostgreSQL", "Redis"])
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--values", type=int, default=20)
    parser.add_argument("--output", required=True, type=Path)
    options = parser.parse_args()
    tasks = set_up(options.store)
    with test_database():
        if options.part == "time":
            report(time(tasks, options.values), options.output)
        elif options.part == "count":
            asked = count(tasks["generated"], options.store)
            options.output.write_text(json.dumps(asked))
        else:
            options.output.write_text(json.dumps(plans(options.rows)))
    if options.store == "Redis":
        remove_keys()


if __name__ == "__main__":
    main()
