"""As ``pulse.batch.client`` of the official SDK."""

from .._generated import Batch as BatchClient
from .._generated_async import AsyncBatch as AsyncBatchClient

__all__ = ["AsyncBatchClient", "BatchClient"]
