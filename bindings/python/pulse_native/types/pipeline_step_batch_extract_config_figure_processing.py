# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.pipeline_step_batch_extract_config_figure_processing`` of the official SDK."""

from .._requests import ExtractRequestFigureProcessing as PipelineStepBatchExtractConfigFigureProcessing

__all__ = ["PipelineStepBatchExtractConfigFigureProcessing"]
