# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_async_request_model`` of the official SDK."""

from .._open_types import Model as ExtractAsyncRequestModel

__all__ = ["ExtractAsyncRequestModel"]
