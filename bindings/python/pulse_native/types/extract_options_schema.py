# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_options_schema`` of the official SDK."""

from .._open_types import Schema as ExtractOptionsSchema

__all__ = ["ExtractOptionsSchema"]
