# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.pipeline_step_batch_extract_config_structured_output`` of the official SDK."""

from .._requests import ExtractRequestStructuredOutput as PipelineStepBatchExtractConfigStructuredOutput

__all__ = ["PipelineStepBatchExtractConfigStructuredOutput"]
