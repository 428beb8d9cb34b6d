# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.pipeline_step_batch_extract_config_extensions_chunking_chunk_types_item`` of the official SDK."""

from .._open_types import ChunkType as PipelineStepBatchExtractConfigExtensionsChunkingChunkTypesItem

__all__ = ["PipelineStepBatchExtractConfigExtensionsChunkingChunkTypesItem"]
