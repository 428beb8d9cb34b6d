# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_request_structured_output`` of the official SDK."""

from .._requests import ExtractRequestStructuredOutput

__all__ = ["ExtractRequestStructuredOutput"]
