"""As ``pulse.version`` of the official SDK."""

from . import __version__

__all__ = ["__version__"]
