# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.form_checkbox_detail`` of the official SDK."""

from .._requests import FormCheckboxDetail

__all__ = ["FormCheckboxDetail"]
