# Made by `make generate` from tools/Pulse.Describe/Options. Do not edit.
"""The options of a client."""

from __future__ import annotations

import ctypes

from . import _annotations as t, _ffi, _option_values
from ._library import LIBRARY


class Configured:
    """What has the options of a client."""

    def __init__(
        self,
        api_key: t.Optional[t.ApiKey] = None,
        *,
        base_url: t.Optional[str] = None,
        environment: t.Optional[t.PulseEnvironment] = None,
        timeout: t.Optional[float] = None,
        process_timeout: t.Optional[float] = None,
        connect_timeout: t.Optional[float] = None,
        max_retries: t.Optional[int] = None,
        max_connections: t.Optional[int] = None,
        user_agent: t.Optional[str] = None,
        max_concurrent_polls: t.Optional[int] = None,
        max_requests_per_second: t.Optional[float] = None,
        ca_file: t.Optional[t.StrPath] = None,
        client_certificate: t.Optional[t.StrPath] = None,
        client_key: t.Optional[t.StrPath] = None,
        proxy: t.Optional[str] = None,
        headers: t.Optional[t.Dict[str, str]] = None,
        allow_insecure_http: bool = False,
        follow_large_results: bool = True,
        retry_submits: bool = False,
        validate_results: bool = False,
        call_timeout: t.Optional[float] = None,
        idle_timeout: t.Optional[float] = None,
        large_result_folder: t.Optional[t.StrPath] = None,
        max_response_bytes: t.Optional[int] = None,
        connect_to: t.Optional[str] = None,
        follow_redirects: t.Optional[bool] = True,
        httpx_client: t.Any = None,
        logging: t.Any = None,
    ) -> None:
        """
        :param api_key: The API key. Text, ASCII bytes, a pydantic ``SecretStr``, or a function that is called once,
            here, and returns one of these. Default: the environment variable ``PULSE_API_KEY``, else none: every call
            fails before anything is sent.
        :param base_url: The address of the service. A path prefix is kept; a query, a fragment and credentials are
            rejected. Default: the environment variable ``PULSE_BASE_URL``, else ``https://api.runpulse.com``.
        :param environment: a PulseEnvironment, when there is no ``base_url``
        :param timeout: The timeout of one attempt. For job and JSON calls it includes the body. For an upload it
            covers the time before the first byte and the time between the last byte and the response; for a download,
            the time before the first byte. More than zero, at most 24 days. In seconds. Default: the environment
            variable ``PULSE_TIMEOUT`` in seconds, else 60 s.
        :param process_timeout: The timeout for the response of synchronous processing after the request has been
            sent. Replaces ``timeout`` there. In seconds. Default: 10 minutes.
        :param connect_timeout: The timeout for establishing a connection. In seconds. Default: 15 s.
        :param max_retries: The maximum number of retries, 0 to 20. Default: the environment variable
            ``PULSE_MAX_RETRIES``, else 2.
        :param max_connections: The maximum number of concurrent connections, 1 to 10 000. Default: 64.
        :param user_agent: Product tokens that precede the library's own in ``User-Agent``, for example
            ``my-service/2.1``. Default: none.
        :param max_concurrent_polls: The maximum number of concurrent polls of waiting jobs, 1 to 10 000. Default:
            32.
        :param max_requests_per_second: The maximum rate at which this client starts requests of all kinds, evenly
            spaced: 0.001 to 1 000 000, or 0 for unlimited. Even without a limit, all requests slow down for a while
            when the service returns 429. Default: unlimited.
        :param ca_file: A PEM file with CA certificates. Only servers whose certificates these CAs have issued are
            trusted; the CAs of the machine are not. Default: the CAs of the machine.
        :param client_certificate: A PEM file with the client certificate for servers that ask for one. Further
            certificates in it are sent along. The file may also contain the private key. Default: none.
        :param client_key: A PEM file with the unencrypted private key of ``client_certificate``. Default: the key
            is in the certificate's file.
        :param proxy: The URL of a proxy for all requests, such as ``http://user:password@host:3128``. The scheme is
            http, https, socks4, socks4a or socks5; credentials are percent-encoded; authentication is Basic. An empty
            string means no proxy, regardless of the environment. Default: the environment variables ``HTTPS_PROXY``,
            ``HTTP_PROXY`` and ``ALL_PROXY``, except for hosts in ``NO_PROXY``.
        :param headers: Custom headers for every request to the service, for example for a gateway. They replace the
            library's own headers of the same name. Like the key, they are sent only to the origin of ``base_url``.
            Names are case-insensitive; headers that the library controls (the key; length, type and encoding of the
            body; the connection) are rejected. Default: none.
        :param allow_insecure_http: Whether ``http://`` may be used with other machines than this one. The key is
            then sent unencrypted. Default: False.
        :param follow_large_results: Whether a large result (``is_url``) is fetched automatically. If not, its link
            is returned, which works once. Default: True.
        :param retry_submits: Whether a submit whose outcome is unknown is sent again. It may then be billed twice.
            Default: False.
        :param validate_results: Whether the whole JSON of a response is validated on arrival. If not, its structure
            and its UTF-8 are checked on arrival, and the contents of a result when they are read. Default: False.
        :param call_timeout: The timeout of a whole call: waiting for the rate limiter, connecting, all attempts,
            and the delays between them. Waits have their own timeout. In seconds. Default: none.
        :param idle_timeout: How long a transfer (an upload, a download, a large response) may stall. A transfer
            that keeps moving may take any time. In seconds. Default: 60 s.
        :param large_result_folder: A folder that keeps large results, which can be fetched only once. A result is
            written there as it arrives, and a later call for the same job finds it. The folder is created with mode
            0700 if it does not exist. Batches use ``$XDG_STATE_HOME/pulse`` by default (or ``~/.local/state/pulse``, or
            the folder of their results) and remove what they have delivered. An empty string means no folder. Default:
            none.
        :param max_response_bytes: The maximum size of a response body in bytes, 1024 to 2 000 000 000. Default: 1
            GiB.
        :param connect_to: Where connections to the service are made, in place of the host and port of ``base_url``:
            ``unix:/PATH`` for a socket in the file system, ``HOST``, ``HOST:PORT`` or an address. Requests,
            certificates and everything else keep the host of ``base_url``; with a socket or this machine it may be
            ``http://``. No proxy is used. Default: the host and port of ``base_url``.
        :param follow_redirects, httpx_client: of the official SDK; what differs from the default raises PulseUnsupportedError
        :param logging: of the official SDK; without effect, as there
        """
        _option_values.refuse(follow_redirects, httpx_client)
        self._use(
            {
                "api_key": _option_values.secret(api_key, "api_key"),
                "base_url": _option_values.url_of(base_url, environment),
                "timeout": timeout,
                "process_timeout": process_timeout,
                "connect_timeout": connect_timeout,
                "max_retries": max_retries,
                "max_connections": max_connections,
                "user_agent": user_agent,
                "max_concurrent_polls": max_concurrent_polls,
                "max_requests_per_second": max_requests_per_second,
                "ca_file": _option_values.path(ca_file),
                "client_certificate": _option_values.path(client_certificate),
                "client_key": _option_values.path(client_key),
                "proxy": _option_values.secret(proxy, "proxy"),
                "headers": _option_values.secret_headers(headers),
                "allow_insecure_http": allow_insecure_http,
                "follow_large_results": follow_large_results,
                "retry_submits": retry_submits,
                "validate_results": validate_results,
                "call_timeout": call_timeout,
                "idle_timeout": idle_timeout,
                "large_result_folder": _option_values.path(large_result_folder),
                "max_response_bytes": max_response_bytes,
                "connect_to": connect_to,
            }
        )

    def _use(self, settings: t.Dict[str, t.Any]) -> None:
        raise NotImplementedError


def native_options(settings: t.Dict[str, t.Any]) -> _ffi.ClientOptions:
    """The C form of the options.

    What can be wrong with one is looked at here as far as that needs no library: using that one would mean that a later
    fork is one too many.
    """
    options = _ffi.ClientOptions()
    LIBRARY.pulse_client_options_init(ctypes.byref(options), ctypes.sizeof(options))
    options.api_key = _option_values.header_text(settings["api_key"], "api_key")
    options.base_url = _option_values.url(settings["base_url"], "base_url")
    options.timeout_ms = _option_values.milliseconds(settings["timeout"], "timeout")
    options.process_timeout_ms = _option_values.milliseconds(settings["process_timeout"], "process_timeout")
    options.connect_timeout_ms = _option_values.milliseconds(settings["connect_timeout"], "connect_timeout")
    options.max_retries = _option_values.count_or_zero(settings["max_retries"], "max_retries", _ffi.NO_RETRIES)
    options.max_connections = _option_values.count(settings["max_connections"], "max_connections")
    options.user_agent = _option_values.header_text(settings["user_agent"], "user_agent")
    options.max_concurrent_polls = _option_values.count(settings["max_concurrent_polls"], "max_concurrent_polls")
    options.max_requests_per_second = _option_values.number(settings["max_requests_per_second"], "max_requests_per_second")
    options.ca_file = _option_values.path_bytes(settings["ca_file"], "ca_file")
    options.client_certificate_file = _option_values.path_bytes(settings["client_certificate"], "client_certificate")
    options.client_key_file = _option_values.path_bytes(settings["client_key"], "client_key")
    options.proxy = _option_values.text(settings["proxy"], "proxy")
    _option_values.set_headers(options, settings["headers"])
    options.call_timeout_ms = _option_values.milliseconds(settings["call_timeout"], "call_timeout")
    options.idle_timeout_ms = _option_values.milliseconds(settings["idle_timeout"], "idle_timeout")
    options.large_result_folder = _option_values.path_bytes(settings["large_result_folder"], "large_result_folder")
    options.max_response_bytes = _option_values.count(settings["max_response_bytes"], "max_response_bytes")
    options.connect_to = _option_values.text(settings["connect_to"], "connect_to")
    options.flags = (
        (_ffi.ALLOW_INSECURE_HTTP if settings["allow_insecure_http"] else 0)
        | (0 if settings["follow_large_results"] else _ffi.KEEP_LARGE_LINKS)
        | (_ffi.RETRY_SUBMITS if settings["retry_submits"] else 0)
        | (_ffi.VALIDATE_RESULTS if settings["validate_results"] else 0)
    )
    return options


#: Names in the library's messages, which are those of C, in Python's form.
NAMES = {
    "options.api_key": "api_key",
    "options.base_url": "base_url",
    "options.timeout_ms": "timeout",
    "options.process_timeout_ms": "process_timeout",
    "options.connect_timeout_ms": "connect_timeout",
    "options.max_retries": "max_retries",
    "options.max_connections": "max_connections",
    "options.user_agent": "user_agent",
    "options.max_concurrent_polls": "max_concurrent_polls",
    "options.max_requests_per_second": "max_requests_per_second",
    "options.ca_file": "ca_file",
    "options.client_certificate_file": "client_certificate",
    "options.client_key_file": "client_key",
    "options.proxy": "proxy",
    "options.headers": "headers",
    "PULSE_ALLOW_INSECURE_HTTP": "allow_insecure_http=True",
    "PULSE_KEEP_LARGE_LINKS": "follow_large_results=False",
    "PULSE_RETRY_SUBMITS": "retry_submits=True",
    "PULSE_VALIDATE_RESULTS": "validate_results=True",
    "options.call_timeout_ms": "call_timeout",
    "options.idle_timeout_ms": "idle_timeout",
    "options.large_result_folder": "large_result_folder",
    "options.max_response_bytes": "max_response_bytes",
    "options.connect_to": "connect_to",
    "options.initial_delay_ms": "initial_delay",
    "options.max_delay_ms": "max_delay",
    "options.multiplier": "multiplier",
    "options.jitter": "jitter",
    "options.max_attempts": "max_attempts",
    "options.every_poll": "every_poll",
    "options.policy": "adaptive",
    "options.goal": "adaptive",
    "options.not_found_grace_ms": "not_found_grace",
}
