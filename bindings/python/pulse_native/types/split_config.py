# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.split_config`` of the official SDK."""

from .._requests import SplitConfig

__all__ = ["SplitConfig"]
