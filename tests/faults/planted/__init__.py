"""The planted mistakes: a module for each module of the generated package."""

from importlib import import_module
from pkgutil import iter_modules

MODULES = sorted(module.name for module in iter_modules(__path__))
FAULTS = [fault for module in MODULES for fault in import_module(f"{__name__}.{module}").FAULTS]
