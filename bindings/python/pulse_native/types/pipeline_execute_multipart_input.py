# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.pipeline_execute_multipart_input`` of the official SDK."""

from .._requests import PipelineRequest as PipelineExecuteMultipartInput

__all__ = ["PipelineExecuteMultipartInput"]
