# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.job_status`` of the official SDK."""

from .._open_types import JobStatus

__all__ = ["JobStatus"]
