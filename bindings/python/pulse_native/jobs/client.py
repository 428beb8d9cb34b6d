"""As ``pulse.jobs.client`` of the official SDK."""

from .._async_client import AsyncJobs as AsyncJobsClient
from .._client import Jobs as JobsClient

__all__ = ["AsyncJobsClient", "JobsClient"]
