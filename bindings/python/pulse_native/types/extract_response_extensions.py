# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_response_extensions`` of the official SDK."""

from .._models import ExtractResponseExtensions

__all__ = ["ExtractResponseExtensions"]
