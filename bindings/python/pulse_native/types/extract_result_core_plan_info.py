# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_result_core_plan_info`` of the official SDK."""

from .._models import PlanInfo as ExtractResultCorePlanInfo

__all__ = ["ExtractResultCorePlanInfo"]
