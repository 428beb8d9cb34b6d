# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.job_cancellation_response`` of the official SDK."""

from .._job import Cancellation as JobCancellationResponse

__all__ = ["JobCancellationResponse"]
