"""As ``pulse.webhooks.types`` of the official SDK."""

from .create_webhook_link_response import CreateWebhookLinkResponse

__all__ = ["CreateWebhookLinkResponse"]
