# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.pipeline_step_batch_extract_config_spreadsheet`` of the official SDK."""

from .._requests import ExtractRequestSpreadsheet as PipelineStepBatchExtractConfigSpreadsheet

__all__ = ["PipelineStepBatchExtractConfigSpreadsheet"]
