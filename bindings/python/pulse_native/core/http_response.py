"""As ``pulse.core.http_response`` of the official SDK."""

from .._raw import HttpResponse

AsyncHttpResponse = HttpResponse

__all__ = ["AsyncHttpResponse", "HttpResponse"]
