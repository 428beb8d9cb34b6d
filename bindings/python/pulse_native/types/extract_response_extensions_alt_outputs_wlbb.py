# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_response_extensions_alt_outputs_wlbb`` of the official SDK."""

from .._models import ExtractResponseExtensionsAltOutputsWlbb

__all__ = ["ExtractResponseExtensionsAltOutputsWlbb"]
