# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_input_extensions_alt_outputs`` of the official SDK."""

from .._requests import ExtractRequestExtensionsAltOutputs as ExtractInputExtensionsAltOutputs

__all__ = ["ExtractInputExtensionsAltOutputs"]
