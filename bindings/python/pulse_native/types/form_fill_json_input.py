# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.form_fill_json_input`` of the official SDK."""

from .._requests import FormFillRequest as FormFillJsonInput

__all__ = ["FormFillJsonInput"]
