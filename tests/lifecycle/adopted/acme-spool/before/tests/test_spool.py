import json
from pathlib import Path

from django_tasks import task, task_backends


@task
def greet(name):
    return f"Hello, {name}!"


def test_task_is_written_to_the_folder():
    result = greet.enqueue("Ada")
    [path] = Path(task_backends["default"].folder).glob(f"{result.id}*")
    assert "Ada" in json.dumps(json.loads(path.read_text()))


def test_result_is_found():
    result = greet.enqueue("Ada")
    assert greet.get_result(result.id).args == ["Ada"]
