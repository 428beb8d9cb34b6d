# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.form_fill_request`` of the official SDK."""

from .._requests import FormFillRequest

__all__ = ["FormFillRequest"]
