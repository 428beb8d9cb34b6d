"""As ``pulse.types.extract_response`` of the official SDK."""

from .._models import Extraction as ExtractResponse

__all__ = ["ExtractResponse"]
