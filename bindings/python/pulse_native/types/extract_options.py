# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_options`` of the official SDK."""

from .._requests import ExtractOptions

__all__ = ["ExtractOptions"]
