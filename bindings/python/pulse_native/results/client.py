"""As ``pulse.results.client`` of the official SDK."""

from .._generated import Results as ResultsClient
from .._generated_async import AsyncResults as AsyncResultsClient

__all__ = ["AsyncResultsClient", "ResultsClient"]
