# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extraction`` of the official SDK."""

from .._models import Extraction

__all__ = ["Extraction"]
