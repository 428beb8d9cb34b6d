# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.bounding_box_image`` of the official SDK."""

from .._models import BoundingBoxImage

__all__ = ["BoundingBoxImage"]
