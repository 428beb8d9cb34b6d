"""As ``pulse.form`` of the official SDK."""

from .client import AsyncFormClient, FormClient

__all__ = ["AsyncFormClient", "FormClient"]
