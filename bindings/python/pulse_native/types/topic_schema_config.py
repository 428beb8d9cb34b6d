# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.topic_schema_config`` of the official SDK."""

from .._requests import TopicSchemaConfig

__all__ = ["TopicSchemaConfig"]
