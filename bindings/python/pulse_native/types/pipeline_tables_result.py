# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.pipeline_tables_result`` of the official SDK."""

from .._models import TablesResponse as PipelineTablesResult

__all__ = ["PipelineTablesResult"]
