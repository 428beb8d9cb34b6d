"""As ``pulse.large_results.client`` of the official SDK."""

from .._endpoints import AsyncLargeResults as AsyncLargeResultsClient, LargeResults as LargeResultsClient

__all__ = ["AsyncLargeResultsClient", "LargeResultsClient"]
