"""Names in annotations, for ``typing.get_type_hints`` and what is built on it, such as FastAPI.

The modules import those names for type checkers only, as typing takes longer to import than all the rest. Whoever evaluates an
annotation has imported it by then, and finds them here: behind the builtins.
"""

from __future__ import annotations

import builtins
import sys

TYPE_CHECKING = False  # importing typing takes longer than all the rest of this package
if TYPE_CHECKING:
    from typing import Any


class _Names(dict):  # type: ignore[type-arg]
    """The builtins, and behind them the names of annotations."""

    def __missing__(self, name: str) -> Any:
        import types
        import typing
        from importlib import import_module

        from . import _types

        package = sys.modules[__package__]
        for later in {"_requests", *vars(package)["_LATER"].values()}:
            import_module(f".{later}", __package__)
        for place in (typing, package, _types, types):
            if name in getattr(place, "__all__", ()) or name in vars(place):
                return getattr(place, name)
        for place_name, module in list(sys.modules.items()):
            if place_name.startswith(f"{__package__}._") and name in vars(module):
                return vars(module)[name]
        if name == "datetime":
            import datetime

            return datetime
        raise KeyError(name)


_NAMES = _Names(vars(builtins))


def add_to(module_name: str) -> None:
    """Lets the annotations of a module be evaluated."""
    vars(sys.modules[module_name])["__builtins__"] = _NAMES
