# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.pipeline_extract_result_extensions_alt_outputs_wlbb`` of the official SDK."""

from .._models import ExtractResponseExtensionsAltOutputsWlbb as PipelineExtractResultExtensionsAltOutputsWlbb

__all__ = ["PipelineExtractResultExtensionsAltOutputsWlbb"]
