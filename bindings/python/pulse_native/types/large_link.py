# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.large_link`` of the official SDK."""

from .._models import LargeLink

__all__ = ["LargeLink"]
