# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.split_result_core`` of the official SDK."""

from .._models import SplitResponse as SplitResultCore

__all__ = ["SplitResultCore"]
