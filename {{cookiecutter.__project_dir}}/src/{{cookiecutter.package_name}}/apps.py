"""The Django application. Django runs the backend's system checks if it is installed."""

from django.apps import AppConfig


class BackendConfig(AppConfig):
    """Registers the system checks of the tasks framework, which include those of the backend."""

    name = "{{ cookiecutter.package_name }}"
{% if cookiecutter.storage_scope == 'database' %}
    verbose_name = "{{ cookiecutter.backend_class }}"
    default_auto_field = "django.db.models.BigAutoField"
{% endif %}

    def ready(self) -> None:
{% if cookiecutter.engine == 'none' %}
        """Import the framework, which registers its checks."""
        from . import framework  # noqa: F401, PLC0415
{% else %}
        """Import the framework, which registers its checks, and the engine, which has its job."""
        from . import engine, framework  # noqa: F401, PLC0415
{% endif %}
