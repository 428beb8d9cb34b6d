# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.batch_schema_response`` of the official SDK."""

from .._models import BatchSubmission as BatchSchemaResponse

__all__ = ["BatchSchemaResponse"]
