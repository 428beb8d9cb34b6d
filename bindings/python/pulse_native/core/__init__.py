"""The places where the official SDK has its shared types, for programs that import them from there."""

from .api_error import ApiError
from .file import File, with_content_type
from .http_response import AsyncHttpResponse, HttpResponse
from .parse_error import ParsingError
from .request_options import RequestOptions

__all__ = [
    "ApiError",
    "AsyncHttpResponse",
    "File",
    "HttpResponse",
    "ParsingError",
    "RequestOptions",
    "with_content_type",
]
