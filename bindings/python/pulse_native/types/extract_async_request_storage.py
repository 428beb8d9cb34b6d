# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_async_request_storage`` of the official SDK."""

from .._requests import ExtractRequestStorage as ExtractAsyncRequestStorage

__all__ = ["ExtractAsyncRequestStorage"]
