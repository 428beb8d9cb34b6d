# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_result_core_extensions_alt_outputs`` of the official SDK."""

from .._models import ExtractResponseExtensionsAltOutputs as ExtractResultCoreExtensionsAltOutputs

__all__ = ["ExtractResultCoreExtensionsAltOutputs"]
