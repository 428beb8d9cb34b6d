# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.bounding_box_item`` of the official SDK."""

from .._models import BoundingBoxItem

__all__ = ["BoundingBoxItem"]
