# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.document_metadata_file`` of the official SDK."""

from .._models import DocumentMetadataFile

__all__ = ["DocumentMetadataFile"]
