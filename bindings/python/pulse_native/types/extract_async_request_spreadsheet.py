# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_async_request_spreadsheet`` of the official SDK."""

from .._requests import ExtractRequestSpreadsheet as ExtractAsyncRequestSpreadsheet

__all__ = ["ExtractAsyncRequestSpreadsheet"]
