# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.schema_response`` of the official SDK."""

from .._models import SchemaResponse

__all__ = ["SchemaResponse"]
