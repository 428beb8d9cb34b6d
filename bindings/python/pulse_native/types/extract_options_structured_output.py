# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_options_structured_output`` of the official SDK."""

from .._requests import ExtractRequestStructuredOutput as ExtractOptionsStructuredOutput

__all__ = ["ExtractOptionsStructuredOutput"]
