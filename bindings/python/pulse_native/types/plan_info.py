# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.plan_info`` of the official SDK."""

from .._models import PlanInfo

__all__ = ["PlanInfo"]
