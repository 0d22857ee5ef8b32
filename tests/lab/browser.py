"""A browser for the admin."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import contextmanager

from selenium import webdriver
from selenium.webdriver.common.by import By

from tests.lab.environments import clean_environment
from tests.lab.servers import free_port, wait_for

BROWSER = os.environ.get("TEST_BROWSER", "chromium")


@contextmanager
def serving(python, project, **variables):
    """Serve a Django project with the development server, and yield the address of its admin."""
    port = free_port()
    server = subprocess.Popen(
        [python, "-m", "django", "runserver", "--noreload", f"127.0.0.1:{port}"],
        cwd=project,
        env=clean_environment(**variables),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    with server:
        try:
            wait_for(port)
            yield f"http://127.0.0.1:{port}/admin/"
        finally:
            server.kill()


def start_browser(size):
    """Start a headless browser with a window size such as ``1400,900``, and return its driver."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which(BROWSER)
    for argument in ("--headless=new", "--no-sandbox", f"--window-size={size}"):
        options.add_argument(argument)
    service = webdriver.ChromeService(executable_path=shutil.which("chromedriver"))
    return webdriver.Chrome(options=options, service=service)


def log_in(driver, address, password, submit):
    """Log in at an address of the admin. ``submit`` is called with the button."""
    driver.get(address)
    driver.find_element(By.NAME, "username").send_keys("admin")
    driver.find_element(By.NAME, "password").send_keys(password)
    submit(driver.find_element(By.CSS_SELECTOR, "[type=submit]"))
