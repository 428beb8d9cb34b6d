# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_async_request_extensions_chunking`` of the official SDK."""

from .._requests import ExtractRequestExtensionsChunking as ExtractAsyncRequestExtensionsChunking

__all__ = ["ExtractAsyncRequestExtensionsChunking"]
