"""As ``pulse.webhooks.client`` of the official SDK."""

from .._endpoints import Webhooks as WebhooksClient

AsyncWebhooksClient = WebhooksClient

__all__ = ["AsyncWebhooksClient", "WebhooksClient"]
