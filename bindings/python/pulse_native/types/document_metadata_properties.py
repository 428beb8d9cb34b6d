# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.document_metadata_properties`` of the official SDK."""

from .._models import DocumentMetadataProperties

__all__ = ["DocumentMetadataProperties"]
