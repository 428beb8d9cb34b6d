# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.tables_config`` of the official SDK."""

from .._requests import TablesConfig

__all__ = ["TablesConfig"]
