# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_response_extensions_chunking`` of the official SDK."""

from .._models import ExtractResponseChunks as ExtractResponseExtensionsChunking

__all__ = ["ExtractResponseExtensionsChunking"]
