# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_async_request_figure_processing`` of the official SDK."""

from .._requests import ExtractRequestFigureProcessing as ExtractAsyncRequestFigureProcessing

__all__ = ["ExtractAsyncRequestFigureProcessing"]
