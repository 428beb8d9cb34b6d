# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_input_extensions_chunking`` of the official SDK."""

from .._requests import ExtractRequestExtensionsChunking as ExtractInputExtensionsChunking

__all__ = ["ExtractInputExtensionsChunking"]
