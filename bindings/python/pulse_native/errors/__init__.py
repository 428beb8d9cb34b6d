"""The exceptions that the official SDK has in ``pulse.errors``. All exceptions are in ``pulse_native`` itself."""

from .._errors import (
    BadRequestError,
    ForbiddenError,
    GoneError,
    InternalServerError,
    NotFoundError,
    TooManyRequestsError,
    UnauthorizedError,
)

__all__ = [
    "BadRequestError",
    "ForbiddenError",
    "GoneError",
    "InternalServerError",
    "NotFoundError",
    "TooManyRequestsError",
    "UnauthorizedError",
]
