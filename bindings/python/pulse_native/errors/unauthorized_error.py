"""As ``pulse.errors.unauthorized_error`` of the official SDK."""

from .._errors import UnauthorizedError

__all__ = ["UnauthorizedError"]
