# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.tables_config_table_format`` of the official SDK."""

from .._open_types import TableFormat as TablesConfigTableFormat

__all__ = ["TablesConfigTableFormat"]
