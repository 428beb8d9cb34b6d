# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.split_response`` of the official SDK."""

from .._models import SplitResponse

__all__ = ["SplitResponse"]
