"""As ``pulse.types.schema_response`` of the official SDK."""

from .._results import JsonObject as SchemaResponse

__all__ = ["SchemaResponse"]
