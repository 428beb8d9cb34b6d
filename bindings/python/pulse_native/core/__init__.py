"""The places where the official SDK has its shared types, for programs that import them from there."""

from .api_error import ApiError
from .file import File
from .parse_error import ParsingError
from .request_options import RequestOptions

__all__ = ["ApiError", "File", "ParsingError", "RequestOptions"]
