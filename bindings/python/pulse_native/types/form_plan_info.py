# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.form_plan_info`` of the official SDK."""

from .._models import PlanInfo as FormPlanInfo

__all__ = ["FormPlanInfo"]
