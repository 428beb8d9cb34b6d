# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.submission`` of the official SDK."""

from .._models import Submission

__all__ = ["Submission"]
