# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.topic_definition_result`` of the official SDK."""

from .._models import TopicDefinitionResult

__all__ = ["TopicDefinitionResult"]
