# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.pipeline_execute_response_status`` of the official SDK."""

from .._open_types import PipelineStatus as PipelineExecuteResponseStatus

__all__ = ["PipelineExecuteResponseStatus"]
