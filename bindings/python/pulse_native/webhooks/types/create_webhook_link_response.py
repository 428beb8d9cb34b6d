"""As ``pulse.webhooks.types.create_webhook_link_response`` of the official SDK."""

from ..._models import CreateWebhookLinkResponse

__all__ = ["CreateWebhookLinkResponse"]
