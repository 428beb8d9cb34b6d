"""As ``pulse.types.create_webhook_link_response`` of the official SDK."""

from .._results import JsonObject as CreateWebhookLinkResponse

__all__ = ["CreateWebhookLinkResponse"]
