# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.batch_input_source`` of the official SDK."""

from .._requests import BatchInputSource

__all__ = ["BatchInputSource"]
