"""As ``pulse.types.split_response`` of the official SDK."""

from .._results import JsonObject as SplitResponse

__all__ = ["SplitResponse"]
