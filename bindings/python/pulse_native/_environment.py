"""The official SDK's name for the service's address."""

import enum


class PulseEnvironment(enum.Enum):
    """Where the service is. Unlike the official SDK's, the default is the production service."""

    DEFAULT = "https://api.runpulse.com"
