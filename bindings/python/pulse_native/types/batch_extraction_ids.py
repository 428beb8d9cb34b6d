# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.batch_extraction_ids`` of the official SDK."""

from .._open_types import BatchExtractionIds

__all__ = ["BatchExtractionIds"]
