# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_input`` of the official SDK."""

from .._requests import ExtractRequest as ExtractInput

__all__ = ["ExtractInput"]
