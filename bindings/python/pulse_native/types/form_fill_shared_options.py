# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.form_fill_shared_options`` of the official SDK."""

from .._requests import FormFillRequest as FormFillSharedOptions

__all__ = ["FormFillSharedOptions"]
