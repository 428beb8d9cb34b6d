"""As ``pulse.errors.too_many_requests_error`` of the official SDK."""

from .._errors import TooManyRequestsError

__all__ = ["TooManyRequestsError"]
