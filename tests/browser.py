"""A browser to look at the admin with."""

from __future__ import annotations

import os
import shutil

from selenium import webdriver
from selenium.webdriver.common.by import By

BROWSER = os.environ.get("TEST_BROWSER", "chromium")


def start_browser(size):
    """Start the browser, without a window, of a size such as ``1400,900``; return its driver."""
    options = webdriver.ChromeOptions()
    options.binary_location = shutil.which(BROWSER)
    for argument in ("--headless=new", "--no-sandbox", f"--window-size={size}"):
        options.add_argument(argument)
    service = webdriver.ChromeService(executable_path=shutil.which("chromedriver"))
    return webdriver.Chrome(options=options, service=service)


def log_in(driver, address, password, submit):
    """Log in at an address of the admin; ``submit`` is given the button."""
    driver.get(address)
    driver.find_element(By.NAME, "username").send_keys("admin")
    driver.find_element(By.NAME, "password").send_keys(password)
    submit(driver.find_element(By.CSS_SELECTOR, "[type=submit]"))
