# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_result_core_extensions_alt_outputs_wlbb`` of the official SDK."""

from .._models import ExtractResponseExtensionsAltOutputsWlbb as ExtractResultCoreExtensionsAltOutputsWlbb

__all__ = ["ExtractResultCoreExtensionsAltOutputsWlbb"]
