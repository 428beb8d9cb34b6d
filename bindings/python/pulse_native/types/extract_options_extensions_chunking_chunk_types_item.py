# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_options_extensions_chunking_chunk_types_item`` of the official SDK."""

from .._open_types import ChunkType as ExtractOptionsExtensionsChunkingChunkTypesItem

__all__ = ["ExtractOptionsExtensionsChunkingChunkTypesItem"]
