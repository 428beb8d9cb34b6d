# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.batch_schema_response_status`` of the official SDK."""

from .._open_types import BatchStatus as BatchSchemaResponseStatus

__all__ = ["BatchSchemaResponseStatus"]
