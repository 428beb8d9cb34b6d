# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.single_schema_response`` of the official SDK."""

from .._models import SingleSchemaResponse

__all__ = ["SingleSchemaResponse"]
