# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.split_schema_response`` of the official SDK."""

from .._models import SplitSchemaResponse

__all__ = ["SplitSchemaResponse"]
