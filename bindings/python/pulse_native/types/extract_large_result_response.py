# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_large_result_response`` of the official SDK."""

from .._models import LargeLink as ExtractLargeResultResponse

__all__ = ["ExtractLargeResultResponse"]
