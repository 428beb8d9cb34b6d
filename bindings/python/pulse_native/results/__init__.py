"""As ``pulse.results`` of the official SDK."""

from .client import AsyncResultsClient, ResultsClient

__all__ = ["AsyncResultsClient", "ResultsClient"]
