# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.form_detect_json_input`` of the official SDK."""

from .._requests import FormDetectRequest as FormDetectJsonInput

__all__ = ["FormDetectJsonInput"]
