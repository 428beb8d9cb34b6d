"""As ``pulse.webhooks`` of the official SDK."""

from .client import AsyncWebhooksClient, WebhooksClient

__all__ = ["AsyncWebhooksClient", "WebhooksClient"]
