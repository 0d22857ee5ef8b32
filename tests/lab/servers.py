"""Servers: those named in the environment, and those that tests start and stop."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from filelock import FileLock

from tests.lab.environments import CACHE

# The variable with the address of a server, and what it serves.
NAMED = {
    "TEST_POSTGRES_URL": "PostgreSQL",
    "TEST_MYSQL_URL": "MySQL or MariaDB",
    "TEST_REDIS_URL": "Redis",
    "TEST_BROKER_URL": "RabbitMQ",
}
DRIVERS = {
    "TEST_POSTGRES_URL": "psycopg[binary]>=3.2",
    "TEST_MYSQL_URL": "mysqlclient>=2.2",
    "TEST_REDIS_URL": "redis>=6.0",
}
CACHES = "django.core.cache.backends"


def named():
    """Return the variables that are set."""
    return [variable for variable in NAMED if os.environ.get(variable)]


def addresses():
    """Return the variables that are set, with the addresses of the servers."""
    return {variable: os.environ[variable] for variable in named()}


def missing():
    """Return the servers that aren't tested, because their variables aren't set."""
    return [f"{what} ({variable})" for variable, what in NAMED.items() if variable not in named()]


def drivers():
    """Return the packages that the named servers are used with."""
    return [DRIVERS[variable] for variable in named() if variable in DRIVERS]


# Tests that run one after the other in the same process, instead of waiting for each other.
on_redis = pytest.mark.xdist_group("redis")


@contextmanager
def alone_on(*names):
    """Use servers, by their variables, or other stores, while no other test does.

    Some tests empty a Redis, and all use queues with the same names on a broker. In databases, each
    test has one of its own.
    """
    with ExitStack() as stack:
        # Tests that wait for each other would wait for ever if each had its own order.
        for name in sorted(set(names) - {"TEST_POSTGRES_URL", "TEST_MYSQL_URL"}):
            stack.enter_context(FileLock(CACHE / f"{name}.lock"))
        yield


@dataclass(frozen=True)
class Store:
    """A place for results: its scope, and the environment for the generated tests."""

    name: str
    scope: str
    environment: tuple[tuple[str, str], ...] = ()
    server: str = ""

    def __str__(self):
        return self.name

    def alone(self):
        """Use the store while no other test does."""
        return alone_on(self.server or self.name)

    def variables(self):
        """Return the environment for the tests."""
        variables = dict(self.environment)
        if self.scope == "database" and self.server:
            base = os.environ[self.server].rpartition("/")[0]
            variables["TEST_DATABASE_URL"] = f"{base}/dummybackend_{os.getpid()}"
        elif self.server:
            variables["TEST_CACHE_LOCATION"] = os.environ[self.server]
        return variables


STORES = [
    Store("sqlite", "database"),
    Store("files", "cache"),
    Store(
        "table",
        "cache",
        (
            ("TEST_CACHE_BACKEND", f"{CACHES}.db.DatabaseCache"),
            ("TEST_CACHE_LOCATION", "task_results"),
        ),
    ),
    Store(
        "memory",
        "cache",
        (
            ("TEST_CACHE_BACKEND", f"{CACHES}.locmem.LocMemCache"),
            ("TEST_CACHE_LOCATION", "task_results"),
        ),
    ),
    Store("postgres", "database", server="TEST_POSTGRES_URL"),
    Store("mysql", "database", server="TEST_MYSQL_URL"),
    Store(
        "redis",
        "cache",
        (("TEST_CACHE_BACKEND", f"{CACHES}.redis.RedisCache"),),
        server="TEST_REDIS_URL",
    ),
]


def found():
    """Return the stores that can be tested: those that need no server, or a named one."""
    return [store for store in STORES if not store.server or store.server in named()]


def stores(*slow, but):
    """Return the available stores as parameters, except for some. The slow ones are named."""
    return [
        pytest.param(
            store,
            id=store.name,
            marks=[
                pytest.mark.slow if store.name in slow else pytest.mark.exhaustive,
                *([on_redis] if store.name == "redis" else []),
            ],
        )
        for store in found()
        if store.name not in but
    ]


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def program(*names):
    """Return the path of the first program that is found, or fail."""
    for name in names:
        places = [
            shutil.which(name),
            shutil.which(name, path="/usr/sbin:/sbin"),
            *sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}")),
        ]
        for place in filter(None, places):
            return str(place)
    raise AssertionError(f"{' or '.join(names)}, to start a server that is stopped, is not found")


class Process:
    """A server that tests start, and that is a single process."""

    def start(self):
        self.process = subprocess.Popen(
            self.command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        wait_for(self.port)

    def stop(self):
        self.process.kill()
        self.process.wait()


class Redis(Process):
    """A Redis that tests start, which loses its data when it stops."""

    keeps = False

    def __init__(self, folder):
        self.port = free_port()
        self.command = [
            program("redis-server"), "--port", str(self.port), "--save", "", "--dir", folder,
        ]  # fmt: skip
        self.variables = {
            "TEST_CACHE_BACKEND": f"{CACHES}.redis.RedisCache",
            "TEST_CACHE_LOCATION": f"redis://127.0.0.1:{self.port}/0",
        }


class Postgres:
    """A server of our own."""

    keeps = True

    def __init__(self, folder):
        self.folder = folder
        self.port = free_port()
        self.variables = {
            "TEST_DATABASE_URL": f"postgres://postgres@127.0.0.1:{self.port}/postgres"
        }
        self._as_user("initdb", "--auth=trust", "--username=postgres", "--no-sync")

    def start(self):
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
        self._as_user("pg_ctl", "--wait", "--log=/dev/null", f"--options={options}", "start")

    def stop(self):
        self._as_user("pg_ctl", "--wait", "--mode=immediate", "stop")

    def _as_user(self, name, *arguments):
        # It refuses to run as root.
        user = [program("runuser"), "--user=postgres", "--"] if os.geteuid() == 0 else []
        if user:
            shutil.chown(self.folder, "postgres")
        subprocess.run(
            [*user, program(name), f"--pgdata={self.folder}", *arguments],
            cwd="/",
            check=True,
            stdout=subprocess.DEVNULL,
        )


class MariaDB(Process):
    """A server of our own."""

    keeps = True

    def __init__(self, folder):
        self.port = free_port()
        self.variables = {"TEST_DATABASE_URL": f"mysql://root@127.0.0.1:{self.port}/test"}
        user = [] if os.geteuid() else ["--user=mysql"]
        if user:
            shutil.chown(folder, "mysql")
        data = ["--no-defaults", f"--datadir={folder}", *user]
        install = [program("mariadb-install-db"), *data, "--auth-root-authentication-method=normal"]
        subprocess.run(install, check=True, stdout=subprocess.DEVNULL)
        self.command = [
            program("mariadbd"), *data, f"--port={self.port}", "--bind-address=127.0.0.1",
            f"--socket={folder}/socket",
        ]  # fmt: skip


OWN = {
    "TEST_REDIS_URL": ("cache", Redis),
    "TEST_POSTGRES_URL": ("database", Postgres),
    "TEST_MYSQL_URL": ("database", MariaDB),
}


@contextmanager
def running(kind, folder):
    """Start a server, which is stopped at the end."""
    server = kind(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def answers(port):
    """Return whether a server accepts connections."""
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def wait_for(port):
    """Wait until a server accepts connections."""
    deadline = time.monotonic() + 30
    while not answers(port):
        assert time.monotonic() < deadline, f"no server answers at port {port}"
        time.sleep(0.1)
