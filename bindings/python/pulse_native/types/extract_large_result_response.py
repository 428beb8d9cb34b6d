"""As ``pulse.types.extract_large_result_response`` of the official SDK."""

from .._models import LargeLink as ExtractLargeResultResponse

__all__ = ["ExtractLargeResultResponse"]
