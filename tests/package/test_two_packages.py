"""Two packages with similar names can store their results in one database."""

from __future__ import annotations

import pytest

from tests.lab import servers
from tests.lab.environments import python_of, run, run_suite

NAMES = ["acme_corporation_billing_task_backend", "acme_corporation_invoice_task_backend"]

SETTINGS = f"""
import os
import dj_database_url
SECRET_KEY = "x"
USE_TZ = True
INSTALLED_APPS = {NAMES}
DATABASES = {{"default": dj_database_url.parse(os.environ["TEST_DATABASE_URL"])}}
"""

MIGRATE = f"""
import django
from django.core.management import call_command
from django.db import connection, models
django.setup()
from acme_corporation_invoice_task_backend.models import StoredResult

def has_index(name):
    with connection.cursor() as cursor:
        return name in connection.introspection.get_constraints(cursor, StoredResult._meta.db_table)

connection.creation.create_test_db(verbosity=0, autoclobber=True)
try:
    call_command("check")
    call_command("makemigrations", "--check", "--dry-run")
    # As if an older release had created one table, and the other package was new.
    call_command("migrate", "{NAMES[0]}", "zero", verbosity=0)
    call_command("migrate", "{NAMES[1]}", "0001", verbosity=0)
    with connection.schema_editor() as editor:
        for index in StoredResult._meta.indexes:
            name = "{NAMES[1][:20]}_" + index.name.rpartition("_")[2]
            editor.rename_index(StoredResult, index, models.Index(fields=index.fields, name=name))
    assert has_index("{NAMES[1][:20]}_status")
    call_command("migrate", verbosity=0)
    assert not has_index("{NAMES[1][:20]}_status")
    assert all(has_index(index.name) for index in StoredResult._meta.indexes)
finally:
    connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)
"""


@pytest.mark.parametrize(
    "store", [store for store in servers.found() if store.scope == "database"], ids=str
)
def test_tables_of_both_are_created_and_migrated(render, latest, tmp_path, store):
    (tmp_path / "settings.py").write_text(SETTINGS)
    packages = [render(storage_scope="database", package_name=name) for name in NAMES]
    done = run(
        python_of(latest, *servers.drivers()), "-c", MIGRATE,
        DJANGO_SETTINGS_MODULE="settings",
        PYTHONPATH=":".join(map(str, [tmp_path, *(each / "src" for each in packages)])),
        **{"TEST_DATABASE_URL": "sqlite:///:memory:", **store.variables()},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_suite_passes_with_a_long_name(render, latest):
    project = render(storage_scope="database", package_name=NAMES[0])
    done = run_suite(project, python_of(latest), "tests/test_migrations.py", "tests/test_store.py")
    assert done.returncode == 0, done.stdout
