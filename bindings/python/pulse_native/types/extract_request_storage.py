# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_request_storage`` of the official SDK."""

from .._requests import ExtractRequestStorage

__all__ = ["ExtractRequestStorage"]
