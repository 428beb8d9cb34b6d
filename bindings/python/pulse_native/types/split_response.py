"""As ``pulse.types.split_response`` of the official SDK."""

from .._models import SplitResponse

__all__ = ["SplitResponse"]
