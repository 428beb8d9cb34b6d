"""As ``pulse.types.form_result`` of the official SDK."""

from .._results import JsonObject as FormResult

__all__ = ["FormResult"]
