# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.batch_item`` of the official SDK."""

from .._models import BatchItem

__all__ = ["BatchItem"]
