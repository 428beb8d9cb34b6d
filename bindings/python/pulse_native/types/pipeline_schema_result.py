# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.pipeline_schema_result`` of the official SDK."""

from .._models import SchemaResponse as PipelineSchemaResult

__all__ = ["PipelineSchemaResult"]
