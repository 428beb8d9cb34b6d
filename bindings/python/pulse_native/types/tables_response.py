"""As ``pulse.types.tables_response`` of the official SDK."""

from .._results import JsonObject as TablesResponse

__all__ = ["TablesResponse"]
