# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.document_metadata_structure`` of the official SDK."""

from .._models import DocumentMetadataStructure

__all__ = ["DocumentMetadataStructure"]
