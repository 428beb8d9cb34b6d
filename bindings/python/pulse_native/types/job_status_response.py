# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.job_status_response`` of the official SDK."""

from .._job import Job as JobStatusResponse

__all__ = ["JobStatusResponse"]
