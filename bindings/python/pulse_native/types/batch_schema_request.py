# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.batch_schema_request`` of the official SDK."""

from .._requests import BatchSchemaRequest

__all__ = ["BatchSchemaRequest"]
