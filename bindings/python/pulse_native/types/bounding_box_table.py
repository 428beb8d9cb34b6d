# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.bounding_box_table`` of the official SDK."""

from .._models import BoundingBoxTable

__all__ = ["BoundingBoxTable"]
