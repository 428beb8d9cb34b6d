# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_response_chunks`` of the official SDK."""

from .._models import ExtractResponseChunks

__all__ = ["ExtractResponseChunks"]
