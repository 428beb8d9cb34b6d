# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.pipeline_extract_result_extensions_chunking`` of the official SDK."""

from .._models import ExtractResponseChunks as PipelineExtractResultExtensionsChunking

__all__ = ["PipelineExtractResultExtensionsChunking"]
