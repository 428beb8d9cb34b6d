# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_result_core_extensions_footnote_references_item`` of the official SDK."""

from .._models import ExtractResponseExtensionsFootnoteReferencesItem as ExtractResultCoreExtensionsFootnoteReferencesItem

__all__ = ["ExtractResultCoreExtensionsFootnoteReferencesItem"]
