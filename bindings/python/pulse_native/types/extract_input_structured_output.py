# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_input_structured_output`` of the official SDK."""

from .._requests import ExtractRequestStructuredOutput as ExtractInputStructuredOutput

__all__ = ["ExtractInputStructuredOutput"]
