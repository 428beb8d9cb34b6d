"""As ``pulse.types.extract_result_core`` of the official SDK."""

from .._job import Extraction as ExtractResultCore

__all__ = ["ExtractResultCore"]
