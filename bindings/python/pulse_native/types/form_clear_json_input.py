# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.form_clear_json_input`` of the official SDK."""

from .._requests import FormClearRequest as FormClearJsonInput

__all__ = ["FormClearJsonInput"]
