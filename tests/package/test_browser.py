"""The admin of a rendered package, in a real browser."""

from __future__ import annotations

import os
import shutil
from functools import partial

import pytest
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from tests.lab.browser import BROWSER, log_in, serving, start_browser
from tests.lab.environments import python_of, run
from tests.lab.rendering import REPOSITORY

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        "TEST_BROWSER" not in os.environ and not shutil.which(BROWSER),
        reason="no browser is found",
    ),
]

SETTINGS = """
from tests.settings import *

DEBUG = True
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.staticfiles"]
"""

SET_UP = """
import django
django.setup()
from datetime import timedelta
from django.contrib.auth.models import User
from django.core.management import call_command
from django.utils import timezone
from dummy_backend.models import StoredResult
from dummy_backend.store import columns
from dataclasses import replace
from tests.framework import TaskError, TaskResultStatus
from tests.tasks import add, noop, with_context

call_command("migrate", verbosity=0)
User.objects.create_superuser("admin", password="admin")

def finish(result, status, **changes):
    result = replace(result, status=status, started_at=timezone.now(), last_attempted_at=timezone.now(),
                     finished_at=timezone.now(), worker_ids=["worker-1@example.org"], **changes)
    if status == TaskResultStatus.SUCCESSFUL:
        object.__setattr__(result, "_return_value", {"total": 3, "who": "Zoë 😀"})
    StoredResult.objects.filter(result_id=result.id).update(**columns(result))

for number in range(30):
    noop.enqueue(number)
finish(add.enqueue(1, b=2), TaskResultStatus.SUCCESSFUL)
traceback = 'Traceback (most recent call last):\\n  File "tasks.py", line 7, in add\\nValueError: <b>no</b>\\n'
errors = [TaskError(exception_class_path="builtins.ValueError", traceback=traceback)]
finish(
    add.using(priority=10).enqueue(1, b={"rows": [{"name": "<script>alert(1)</script>"}]}),
    TaskResultStatus.FAILED, errors=errors,
)
with_context.using(run_after=timezone.now() + timedelta(hours=3)).enqueue("later")
"""


@pytest.fixture(scope="module")
def address(renderer, latest, tmp_path_factory):
    """Start a server with some results, and yield the address of its admin."""
    project = renderer.cookiecutter({"storage_scope": "database", "tasks_framework": "both"})
    (project / "tests" / "browser_settings.py").write_text(SETTINGS)
    database = tmp_path_factory.mktemp("browser") / "db.sqlite3"
    python = python_of(latest)
    variables = {
        "PYTHONPATH": f"{project}/src:{project}",
        "DJANGO_SETTINGS_MODULE": "tests.browser_settings",
        "TEST_DATABASE_NAME": str(database),
    }
    done = run(python, "-c", SET_UP, cwd=project, **variables)
    assert done.returncode == 0, done.stderr
    with serving(python, project, **variables) as address:
        yield address


@pytest.fixture(scope="module")
def browser(address):
    """Start a browser, and log in."""
    with start_browser("1400,900") as driver:
        log_in(driver, address, "admin", partial(click, driver))
        yield driver


def click(driver, element):
    """Click a link or button, and wait for the next page."""
    page = driver.find_element(By.TAG_NAME, "html")
    element.click()
    WebDriverWait(driver, 10).until(lambda _: driver.find_element(By.TAG_NAME, "html") != page)


def rows(driver):
    """Return the status of each result in the list."""
    cells = driver.find_elements(By.CSS_SELECTOR, "#result_list .field-status")
    return [cell.text for cell in cells]


def picture(driver, name):
    """Save a screenshot to the folder ``build``."""
    folder = REPOSITORY / "build" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    driver.save_screenshot(str(folder / f"{name}.png"))


def test_list_is_filtered_and_searched(browser, address):
    browser.get(address)
    click(browser, browser.find_element(By.LINK_TEXT, "Task results"))
    picture(browser, "admin-list")
    assert rows(browser) == ["READY", "FAILED", "SUCCESSFUL", *["READY"] * 30]
    click(browser, browser.find_element(By.LINK_TEXT, "FAILED"))
    assert rows(browser) == ["FAILED"]
    browser.back()
    search = browser.find_element(By.ID, "searchbar")
    search.send_keys("tasks.add")
    click(browser, browser.find_element(By.CSS_SELECTOR, "#changelist-search [type=submit]"))
    assert rows(browser) == ["FAILED", "SUCCESSFUL"]
    assert browser.find_elements(By.LINK_TEXT, "ADD TASK RESULT") == []
    assert browser.find_elements(By.CSS_SELECTOR, ".actions") == []


def test_detail_is_readable_and_changes_nothing(browser, address):
    for status, shown in [("FAILED", "ValueError: <b>no</b>"), ("SUCCESSFUL", '"total": 3')]:
        browser.get(f"{address}dummy_backend/storedresult/?status={status}")
        click(browser, browser.find_element(By.CSS_SELECTOR, "#result_list .field-task a"))
        picture(browser, f"admin-{status.lower()}")
        text = browser.find_element(By.ID, "content").text
        assert "tests.tasks.add" in text
        assert shown in text
        inputs = "#content input:not([type=hidden]), #content textarea, #content select"
        assert browser.find_elements(By.CSS_SELECTOR, inputs) == []
    # The page also fits a phone, without horizontal scrolling.
    browser.set_window_size(420, 900)
    picture(browser, "admin-narrow")
    assert browser.execute_script("return document.body.scrollWidth <= window.innerWidth")
