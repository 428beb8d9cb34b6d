# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.async_submission_response`` of the official SDK."""

from .._models import Submission as AsyncSubmissionResponse

__all__ = ["AsyncSubmissionResponse"]
