# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_input_storage`` of the official SDK."""

from .._requests import ExtractRequestStorage as ExtractInputStorage

__all__ = ["ExtractInputStorage"]
