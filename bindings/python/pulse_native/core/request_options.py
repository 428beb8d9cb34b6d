"""As ``pulse.core.request_options`` of the official SDK."""

from .._types import RequestOptions

__all__ = ["RequestOptions"]
