# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_options_spreadsheet`` of the official SDK."""

from .._requests import ExtractRequestSpreadsheet as ExtractOptionsSpreadsheet

__all__ = ["ExtractOptionsSpreadsheet"]
