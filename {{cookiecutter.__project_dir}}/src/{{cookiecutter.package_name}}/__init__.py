"""A task backend for Django that stores results instead of running tasks.

Name it in the ``TASKS`` setting::

    TASKS = {"default": {"BACKEND": "{{ cookiecutter.package_name }}.{{ cookiecutter.backend_class }}"}}
"""

from .backend import {{ cookiecutter.backend_class }}

__all__ = ["{{ cookiecutter.backend_class }}"]
