"""As ``pulse.types.tables_response`` of the official SDK."""

from .._models import TablesResponse

__all__ = ["TablesResponse"]
