# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.schema_request`` of the official SDK."""

from .._requests import SchemaRequest

__all__ = ["SchemaRequest"]
