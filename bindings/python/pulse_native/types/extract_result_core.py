# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_result_core`` of the official SDK."""

from .._models import Extraction as ExtractResultCore

__all__ = ["ExtractResultCore"]
