# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_request`` of the official SDK."""

from .._requests import ExtractRequest

__all__ = ["ExtractRequest"]
