# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_async_request_extensions_alt_outputs`` of the official SDK."""

from .._requests import ExtractRequestExtensionsAltOutputs as ExtractAsyncRequestExtensionsAltOutputs

__all__ = ["ExtractAsyncRequestExtensionsAltOutputs"]
