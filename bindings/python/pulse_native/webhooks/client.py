"""As ``pulse.webhooks.client`` of the official SDK."""

from .._async_client import AsyncWebhooks as AsyncWebhooksClient
from .._client import Webhooks as WebhooksClient

__all__ = ["AsyncWebhooksClient", "WebhooksClient"]
