# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.pipeline_request`` of the official SDK."""

from .._requests import PipelineRequest

__all__ = ["PipelineRequest"]
