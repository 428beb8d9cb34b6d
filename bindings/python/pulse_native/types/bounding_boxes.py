# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.bounding_boxes`` of the official SDK."""

from .._models import BoundingBoxes

__all__ = ["BoundingBoxes"]
