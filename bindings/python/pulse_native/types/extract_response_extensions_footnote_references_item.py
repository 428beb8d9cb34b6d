# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_response_extensions_footnote_references_item`` of the official SDK."""

from .._models import ExtractResponseExtensionsFootnoteReferencesItem

__all__ = ["ExtractResponseExtensionsFootnoteReferencesItem"]
