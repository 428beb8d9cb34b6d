"""As ``pulse.environment`` of the official SDK."""

from ._environment import PulseEnvironment

__all__ = ["PulseEnvironment"]
