"""As ``pulse.types.schema_response`` of the official SDK."""

from .._models import SchemaResponse

__all__ = ["SchemaResponse"]
