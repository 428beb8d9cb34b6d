# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.document_metadata_result`` of the official SDK."""

from .._models import DocumentMetadataResult

__all__ = ["DocumentMetadataResult"]
