from pathlib import Path

from django.conf import settings
from django.tasks import task


@task
def greet(name):
    return f"Hello, {name}!"


def test_every_task_is_a_line():
    journal = Path(settings.TASKS["default"]["OPTIONS"]["FILE"])
    before = journal.read_text().count("\n")
    greet.enqueue("Ada")
    greet.enqueue("Grace")
    assert journal.read_text().count("\n") == before + 2
