"""As ``pulse.jobs`` of the official SDK."""

from .client import AsyncJobsClient, JobsClient

__all__ = ["AsyncJobsClient", "JobsClient"]
