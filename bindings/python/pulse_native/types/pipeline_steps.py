# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.pipeline_steps`` of the official SDK."""

from .._requests import PipelineSteps

__all__ = ["PipelineSteps"]
