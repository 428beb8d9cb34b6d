# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.batch_output_destination`` of the official SDK."""

from .._requests import BatchOutputDestination

__all__ = ["BatchOutputDestination"]
