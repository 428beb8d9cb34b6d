# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.pipeline_extract_result_extensions`` of the official SDK."""

from .._models import ExtractResponseExtensions as PipelineExtractResultExtensions

__all__ = ["PipelineExtractResultExtensions"]
