# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.tables_response_tables_output`` of the official SDK."""

from .._models import TablesOutput as TablesResponseTablesOutput

__all__ = ["TablesResponseTablesOutput"]
