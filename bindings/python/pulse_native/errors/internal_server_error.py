"""As ``pulse.errors.internal_server_error`` of the official SDK."""

from .._errors import InternalServerError

__all__ = ["InternalServerError"]
