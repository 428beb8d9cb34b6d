# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.pipeline_extract_result_extensions_alt_outputs`` of the official SDK."""

from .._models import ExtractResponseExtensionsAltOutputs as PipelineExtractResultExtensionsAltOutputs

__all__ = ["PipelineExtractResultExtensionsAltOutputs"]
