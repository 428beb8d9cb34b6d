# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.bounding_box_image_classification`` of the official SDK."""

from .._models import BoundingBoxImageClassification

__all__ = ["BoundingBoxImageClassification"]
