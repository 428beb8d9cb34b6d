# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.form_checkbox_detail_result`` of the official SDK."""

from .._models import FormCheckboxDetailResult

__all__ = ["FormCheckboxDetailResult"]
