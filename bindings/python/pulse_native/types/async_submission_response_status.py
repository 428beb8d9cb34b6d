# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.async_submission_response_status`` of the official SDK."""

from .._open_types import JobStatus as AsyncSubmissionResponseStatus

__all__ = ["AsyncSubmissionResponseStatus"]
