"""As ``pulse.core.file`` of the official SDK."""

from .._types import File

__all__ = ["File"]
