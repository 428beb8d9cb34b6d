"""As ``pulse.pipeline`` of the official SDK."""

from .client import AsyncPipelineClient, PipelineClient

__all__ = ["AsyncPipelineClient", "PipelineClient"]
