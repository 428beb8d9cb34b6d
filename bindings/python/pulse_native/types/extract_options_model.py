# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_options_model`` of the official SDK."""

from .._open_types import Model as ExtractOptionsModel

__all__ = ["ExtractOptionsModel"]
