# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_multipart_input`` of the official SDK."""

from .._requests import ExtractRequest as ExtractMultipartInput

__all__ = ["ExtractMultipartInput"]
