"""The Django application. Installing it is what makes the system checks run."""

from django.apps import AppConfig


class BackendConfig(AppConfig):
    """Registers the checks of the tasks framework, and so those of the backend."""

    name = "{{ cookiecutter.package_name }}"
{% if cookiecutter.storage_scope == 'database' %}
    verbose_name = "{{ cookiecutter.backend_class }}"
    default_auto_field = "django.db.models.BigAutoField"
{% endif %}

    def ready(self) -> None:
        """Import the framework: its checks are registered as it is imported."""
{% if cookiecutter.tasks_framework == 'django' %}
        import django.tasks  # noqa: F401, PLC0415
{% elif cookiecutter.tasks_framework == 'django-tasks' %}
        import django_tasks.checks  # noqa: F401, PLC0415
{% else %}
        from . import compat  # noqa: F401, PLC0415
{% endif %}
