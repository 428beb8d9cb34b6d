# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.pipeline_results`` of the official SDK."""

from .._models import PipelineResults

__all__ = ["PipelineResults"]
