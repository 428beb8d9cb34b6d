# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.batch_submission`` of the official SDK."""

from .._models import BatchSubmission

__all__ = ["BatchSubmission"]
