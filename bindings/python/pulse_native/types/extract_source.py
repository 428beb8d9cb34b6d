# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_source`` of the official SDK."""

from .._open_types import ExtractSource

__all__ = ["ExtractSource"]
