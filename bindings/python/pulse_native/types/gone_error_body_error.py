# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.gone_error_body_error`` of the official SDK."""

from .._open_types import GoneErrorBodyError

__all__ = ["GoneErrorBodyError"]
