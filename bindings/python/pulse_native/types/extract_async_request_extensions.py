# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_async_request_extensions`` of the official SDK."""

from .._requests import ExtractRequestExtensions as ExtractAsyncRequestExtensions

__all__ = ["ExtractAsyncRequestExtensions"]
