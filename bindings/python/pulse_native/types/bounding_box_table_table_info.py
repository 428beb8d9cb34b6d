# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.bounding_box_table_table_info`` of the official SDK."""

from .._models import BoundingBoxTableTableInfo

__all__ = ["BoundingBoxTableTableInfo"]
