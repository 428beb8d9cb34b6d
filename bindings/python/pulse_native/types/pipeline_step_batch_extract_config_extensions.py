# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.pipeline_step_batch_extract_config_extensions`` of the official SDK."""

from .._requests import ExtractRequestExtensions as PipelineStepBatchExtractConfigExtensions

__all__ = ["PipelineStepBatchExtractConfigExtensions"]
