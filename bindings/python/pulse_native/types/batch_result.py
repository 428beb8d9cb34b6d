# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.batch_result`` of the official SDK."""

from .._models import BatchResult

__all__ = ["BatchResult"]
