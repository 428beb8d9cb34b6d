"""As ``pulse.webhooks`` of the official SDK."""

from .client import AsyncWebhooksClient, WebhooksClient
from .types import CreateWebhookLinkResponse

__all__ = ["AsyncWebhooksClient", "CreateWebhookLinkResponse", "WebhooksClient"]
