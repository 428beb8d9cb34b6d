"""As ``pulse.core.api_error`` of the official SDK."""

from .._errors import ApiError

__all__ = ["ApiError"]
