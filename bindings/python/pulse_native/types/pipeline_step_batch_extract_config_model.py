# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.pipeline_step_batch_extract_config_model`` of the official SDK."""

from .._open_types import Model as PipelineStepBatchExtractConfigModel

__all__ = ["PipelineStepBatchExtractConfigModel"]
