# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.split_request`` of the official SDK."""

from .._requests import SplitRequest

__all__ = ["SplitRequest"]
