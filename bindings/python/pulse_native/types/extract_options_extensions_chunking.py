# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_options_extensions_chunking`` of the official SDK."""

from .._requests import ExtractRequestExtensionsChunking as ExtractOptionsExtensionsChunking

__all__ = ["ExtractOptionsExtensionsChunking"]
