# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.pipeline_split_result`` of the official SDK."""

from .._models import SplitResponse as PipelineSplitResult

__all__ = ["PipelineSplitResult"]
