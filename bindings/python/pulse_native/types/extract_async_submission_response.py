# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_async_submission_response`` of the official SDK."""

from .._models import Submission as ExtractAsyncSubmissionResponse

__all__ = ["ExtractAsyncSubmissionResponse"]
