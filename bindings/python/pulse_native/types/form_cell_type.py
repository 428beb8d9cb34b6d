# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.form_cell_type`` of the official SDK."""

from .._open_types import FormCellType

__all__ = ["FormCellType"]
