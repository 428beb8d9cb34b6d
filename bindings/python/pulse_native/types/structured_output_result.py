# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.structured_output_result`` of the official SDK."""

from .._models import StructuredOutputResult

__all__ = ["StructuredOutputResult"]
