# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.batch_file_upload`` of the official SDK."""

from .._requests import BatchFileUpload

__all__ = ["BatchFileUpload"]
