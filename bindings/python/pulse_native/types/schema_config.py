# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.schema_config`` of the official SDK."""

from .._requests import SchemaConfig

__all__ = ["SchemaConfig"]
