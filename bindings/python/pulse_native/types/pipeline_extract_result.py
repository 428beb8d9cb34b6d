# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.pipeline_extract_result`` of the official SDK."""

from .._models import Extraction as PipelineExtractResult

__all__ = ["PipelineExtractResult"]
