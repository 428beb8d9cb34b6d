# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_options_storage`` of the official SDK."""

from .._requests import ExtractRequestStorage as ExtractOptionsStorage

__all__ = ["ExtractOptionsStorage"]
