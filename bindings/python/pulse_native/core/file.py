"""As ``pulse.core.file`` of the official SDK."""

from .. import _annotations as t
from .._types import File


def with_content_type(*, file: "t.FileInput", default_content_type: str) -> "t.FileInput":
    """A document with a media type, unless it has one."""
    if not isinstance(file, tuple):
        return (None, file, default_content_type)
    if len(file) == 2:
        return (*file, default_content_type)
    return file if file[2] else (*file[:2], default_content_type, *file[3:])


__all__ = ["File", "with_content_type"]
