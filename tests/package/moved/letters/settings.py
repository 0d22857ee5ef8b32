"""Settings, which the suites share before and after they moved."""

SECRET_KEY = "only for the tests"
USE_TZ = True
INSTALLED_APPS = ["letters"]
ROOT_URLCONF = "letters.urls"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
