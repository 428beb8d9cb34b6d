# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_async_request_schema`` of the official SDK."""

from .._open_types import Schema as ExtractAsyncRequestSchema

__all__ = ["ExtractAsyncRequestSchema"]
