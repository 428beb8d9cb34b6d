"""As ``pulse.client`` of the official SDK."""

from ._async_client import AsyncPulse
from ._client import Pulse

#: What a parameter is that is not given; here that is None.
OMIT = None

__all__ = ["OMIT", "AsyncPulse", "Pulse"]
