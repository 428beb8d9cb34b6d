"""As ``pulse.batch`` of the official SDK."""

from .client import AsyncBatchClient, BatchClient

__all__ = ["AsyncBatchClient", "BatchClient"]
