# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_result_core_extensions`` of the official SDK."""

from .._models import ExtractResponseExtensions as ExtractResultCoreExtensions

__all__ = ["ExtractResultCoreExtensions"]
