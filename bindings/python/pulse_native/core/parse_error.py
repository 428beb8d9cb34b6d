"""As ``pulse.core.parse_error`` of the official SDK."""

from .._errors import ProtocolError as ParsingError

__all__ = ["ParsingError"]
