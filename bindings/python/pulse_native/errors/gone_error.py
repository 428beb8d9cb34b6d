"""As ``pulse.errors.gone_error`` of the official SDK."""

from .._errors import GoneError

__all__ = ["GoneError"]
