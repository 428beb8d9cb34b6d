"""As ``pulse.errors.not_found_error`` of the official SDK."""

from .._errors import NotFoundError

__all__ = ["NotFoundError"]
