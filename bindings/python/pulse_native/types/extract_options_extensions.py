# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_options_extensions`` of the official SDK."""

from .._requests import ExtractRequestExtensions as ExtractOptionsExtensions

__all__ = ["ExtractOptionsExtensions"]
