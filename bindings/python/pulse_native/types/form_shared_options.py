# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.form_shared_options`` of the official SDK."""

from .._requests import FormDetectRequest as FormSharedOptions

__all__ = ["FormSharedOptions"]
