# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.tables_response`` of the official SDK."""

from .._models import TablesResponse

__all__ = ["TablesResponse"]
