"""As ``pulse.pipeline.client`` of the official SDK."""

from .._generated import Pipeline as PipelineClient
from .._generated_async import AsyncPipeline as AsyncPipelineClient

__all__ = ["AsyncPipelineClient", "PipelineClient"]
