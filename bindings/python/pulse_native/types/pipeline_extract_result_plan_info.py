# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.pipeline_extract_result_plan_info`` of the official SDK."""

from .._models import PlanInfo as PipelineExtractResultPlanInfo

__all__ = ["PipelineExtractResultPlanInfo"]
