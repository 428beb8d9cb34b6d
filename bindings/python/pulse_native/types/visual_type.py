# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.visual_type`` of the official SDK."""

from .._open_types import VisualType

__all__ = ["VisualType"]
