"""Settings with the generated backend."""

SECRET_KEY = "only for the tests"
USE_TZ = True
INSTALLED_APPS = ["dummy_backend", "shop"]
ROOT_URLCONF = "shop.urls"
STATIC_URL = "static/"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "dummy_backend.DummyBackend"}}
