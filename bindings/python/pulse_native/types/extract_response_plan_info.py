# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_response_plan_info`` of the official SDK."""

from .._models import PlanInfo as ExtractResponsePlanInfo

__all__ = ["ExtractResponsePlanInfo"]
