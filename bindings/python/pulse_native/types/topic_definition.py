# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.topic_definition`` of the official SDK."""

from .._requests import TopicDefinition

__all__ = ["TopicDefinition"]
