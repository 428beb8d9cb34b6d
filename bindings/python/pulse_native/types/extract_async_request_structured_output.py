# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_async_request_structured_output`` of the official SDK."""

from .._requests import ExtractRequestStructuredOutput as ExtractAsyncRequestStructuredOutput

__all__ = ["ExtractAsyncRequestStructuredOutput"]
