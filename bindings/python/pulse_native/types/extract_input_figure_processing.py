# Made by `make generate` from the models in src/Pulse.Client. Do not edit.
"""As ``pulse.types.extract_input_figure_processing`` of the official SDK."""

from .._requests import ExtractRequestFigureProcessing as ExtractInputFigureProcessing

__all__ = ["ExtractInputFigureProcessing"]
