# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.split_output`` of the official SDK."""

from .._models import SplitOutput

__all__ = ["SplitOutput"]
