"""Record the statements that the processes of a subject send to PostgreSQL."""

from __future__ import annotations

import re
from functools import wraps
from pathlib import Path

# The function that a statement calls, or its table.
ABOUT = [
    re.compile(r"\b(procrastinate_\w+)\("),
    re.compile(r"\b(?:INTO|UPDATE|FROM) \"?(\w+)", re.IGNORECASE),
]


def shown(sql):
    """Return the verb of a statement, and its function or table."""
    text = " ".join(str(sql).split())
    found = next(filter(None, (about.search(text) for about in ABOUT)), None)
    verb = text.partition(" ")[0].upper()
    if "set_config" in text:
        return "SET"
    return f"{verb} {found[1]}" if found else verb


def record(path):
    """Append the statements that this process and its children send from now on to a file."""
    import psycopg  # noqa: PLC0415

    def write(line):
        if not line:
            return  # A connection pool has tested a connection.
        with Path(path).open("a") as journal:
            journal.write(f"{line}\n")

    def recording(function, line):
        @wraps(function)
        def wrapper(self, *args, **kwargs):
            write(line(*args))
            return function(self, *args, **kwargs)

        return wrapper

    for cursor in (psycopg.Cursor, psycopg.AsyncCursor):
        cursor.execute = recording(cursor.execute, lambda query, *_: shown(as_text(query)))
    for kind in (psycopg.Connection, psycopg.AsyncConnection):
        kind.commit = recording(kind.commit, lambda: "COMMIT")
        connect = kind.connect.__func__
        kind.connect = classmethod(recording(connect, lambda *_: "CONNECT"))
    psycopg.connect = psycopg.Connection.connect


def as_text(query):
    if isinstance(query, bytes):
        return query.decode()
    return query if isinstance(query, str) else query.as_string()


def between(lines, start, end):
    """Return the statements recorded between two marks."""
    marks = [number for number, line in enumerate(lines) if line.startswith("MARK")]
    return lines[marks[start] + 1 : marks[end]]
