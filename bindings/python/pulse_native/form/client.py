"""As ``pulse.form.client`` of the official SDK."""

from .._generated import Form as FormClient
from .._generated_async import AsyncForm as AsyncFormClient

__all__ = ["AsyncFormClient", "FormClient"]
