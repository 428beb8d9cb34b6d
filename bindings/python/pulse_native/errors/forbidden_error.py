"""As ``pulse.errors.forbidden_error`` of the official SDK."""

from .._errors import ForbiddenError

__all__ = ["ForbiddenError"]
