"""Settings that the test suites share before and after they move."""

SECRET_KEY = "only for the tests"
USE_TZ = True
INSTALLED_APPS = ["letters"]
ROOT_URLCONF = "letters.urls"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
