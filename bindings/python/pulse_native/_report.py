"""Results as HTML pages to look at."""

from __future__ import annotations

import ctypes

from . import _annotations as t, _ffi
from ._library import LIBRARY, Owner, bytes_of, call, encode

#: A page in a notebook becomes part of the notebook; a larger one is not shown there.
_MOST = 8 * 1024 * 1024


def html_of(json: memoryview, title: t.Optional[str] = None) -> str:
    """The page of a result or job."""
    text = (ctypes.c_char * len(json)).from_buffer_copy(json)
    out = _ffi.Handle()
    call(
        LIBRARY.pulse_render_html,
        text,
        len(json),
        None if title is None else encode(title),
        ctypes.byref(out),
    )
    response = Owner(out, LIBRARY.pulse_response_free)
    value = _ffi.Str()
    call(LIBRARY.pulse_response_content, response.handle, ctypes.byref(value))
    return bytes_of(value).decode()


def frame_of(json: memoryview, title: t.Optional[str] = None) -> str:
    """The page in a frame of its own, which can neither read nor change what is around it."""
    import html

    if len(json) > _MOST:
        return f"<p>The result is too large to be shown here ({len(json):,} bytes). Its <code>to_html()</code> is a page for a browser.</p>"
    page = html.escape(html_of(json, title))
    return (
        '<iframe sandbox="allow-scripts" title="Pulse result" '
        f'style="border: 1px solid #8888; height: 42rem; width: 100%" srcdoc="{page}"></iframe>'
    )
