# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.form_cell`` of the official SDK."""

from .._requests import FormCell

__all__ = ["FormCell"]
