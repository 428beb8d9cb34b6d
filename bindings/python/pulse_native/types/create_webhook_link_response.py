# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.create_webhook_link_response`` of the official SDK."""

from .._models import CreateWebhookLinkResponse

__all__ = ["CreateWebhookLinkResponse"]
