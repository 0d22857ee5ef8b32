"""A task backend for Django that stores results instead of running tasks.

Name it in the ``TASKS`` setting::

    TASKS = {"default": {"BACKEND": "{{ cookiecutter.package_name }}.{{ cookiecutter.backend_class }}"}}
"""

{% if cookiecutter.testing_tools %}
from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .backend import {{ cookiecutter.backend_class }}
{% else %}
from .backend import {{ cookiecutter.backend_class }}
{% endif %}

__all__ = ["{{ cookiecutter.backend_class }}"]
{% if cookiecutter.testing_tools %}


def __getattr__(name: str) -> Any:
    """Import the backend when it is asked for: pytest imports this package in every project."""
    if name in __all__:
        from . import backend  # noqa: PLC0415

        return getattr(backend, name)
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
{% endif %}
