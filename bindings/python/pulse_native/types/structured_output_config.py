# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.structured_output_config`` of the official SDK."""

from .._requests import ExtractRequestStructuredOutput as StructuredOutputConfig

__all__ = ["StructuredOutputConfig"]
