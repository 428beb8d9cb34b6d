# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_result_core_extensions_chunking`` of the official SDK."""

from .._models import ExtractResponseChunks as ExtractResultCoreExtensionsChunking

__all__ = ["ExtractResultCoreExtensionsChunking"]
