"""As ``pulse.large_results`` of the official SDK."""

from .client import AsyncLargeResultsClient, LargeResultsClient

__all__ = ["AsyncLargeResultsClient", "LargeResultsClient"]
