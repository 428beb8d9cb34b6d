# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.tables_request`` of the official SDK."""

from .._requests import TablesRequest

__all__ = ["TablesRequest"]
