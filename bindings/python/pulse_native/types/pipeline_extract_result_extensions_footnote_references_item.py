# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.pipeline_extract_result_extensions_footnote_references_item`` of the official SDK."""

from .._models import ExtractResponseExtensionsFootnoteReferencesItem as PipelineExtractResultExtensionsFootnoteReferencesItem

__all__ = ["PipelineExtractResultExtensionsFootnoteReferencesItem"]
