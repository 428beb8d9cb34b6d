# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.pipeline_step_batch_extract_config_schema`` of the official SDK."""

from .._open_types import Schema as PipelineStepBatchExtractConfigSchema

__all__ = ["PipelineStepBatchExtractConfigSchema"]
