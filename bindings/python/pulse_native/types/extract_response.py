# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_response`` of the official SDK."""

from .._models import Extraction as ExtractResponse

__all__ = ["ExtractResponse"]
