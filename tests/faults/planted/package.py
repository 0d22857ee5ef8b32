"""Mistakes in ``__init__.py``."""

from tests.faults.fault import Fault

FAULTS = [
    Fault(
        "the backend is imported with the package",
        "__init__.py",
        "if TYPE_CHECKING:\n    from .backend",
        "if Any:\n    from .backend",
        "test_project_that_does_not_use_the_backend_is_left_alone",
    ),
    Fault(
        "the error of a missing attribute does not say which",
        "__init__.py",
        "raise AttributeError(msg)",
        "raise AttributeError(name)",
        "test_package_has_no_other_attribute",
    ),
]
