"""As ``pulse.errors.bad_request_error`` of the official SDK."""

from .._errors import BadRequestError

__all__ = ["BadRequestError"]
