# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.job_result`` of the official SDK."""

from .._models import JobResult

__all__ = ["JobResult"]
