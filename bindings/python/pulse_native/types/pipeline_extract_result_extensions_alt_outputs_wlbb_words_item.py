# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.pipeline_extract_result_extensions_alt_outputs_wlbb_words_item`` of the official SDK."""

from .._models import ExtractResponseExtensionsAltOutputsWlbbWordsItem as PipelineExtractResultExtensionsAltOutputsWlbbWordsItem

__all__ = ["PipelineExtractResultExtensionsAltOutputsWlbbWordsItem"]
