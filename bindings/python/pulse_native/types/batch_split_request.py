# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.batch_split_request`` of the official SDK."""

from .._requests import BatchSplitRequest

__all__ = ["BatchSplitRequest"]
