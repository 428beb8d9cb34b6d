# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.gone_error_body`` of the official SDK."""

from .._open_types import GoneErrorBody

__all__ = ["GoneErrorBody"]
