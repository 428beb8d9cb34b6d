# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.pipeline_execute_response`` of the official SDK."""

from .._models import PipelineExecuteResponse

__all__ = ["PipelineExecuteResponse"]
