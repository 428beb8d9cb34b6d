"""The places where the official SDK has ``ApiError`` and ``RequestOptions``, for programs that import them from there."""

from .api_error import ApiError
from .request_options import RequestOptions

__all__ = ["ApiError", "RequestOptions"]
