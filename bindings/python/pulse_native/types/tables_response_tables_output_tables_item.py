# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.tables_response_tables_output_tables_item`` of the official SDK."""

from .._models import TablesOutputTablesItem as TablesResponseTablesOutputTablesItem

__all__ = ["TablesResponseTablesOutputTablesItem"]
