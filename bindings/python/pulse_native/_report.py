"""Results as HTML pages to look at."""

from __future__ import annotations

import ctypes

from . import _annotations as t, _ffi
from ._files import to_array
from ._library import LIBRARY, Owner, bytes_of, call, encode

#: A page in a notebook becomes part of the notebook; a larger one is not shown there.
_MOST = 8 * 1024 * 1024


def html_of(
    json: memoryview,
    title: t.Optional[str] = None,
    pages: t.Optional[t.Mapping[int, t.FileInput]] = None,
    images: t.Optional[t.Mapping[str, t.FileInput]] = None,
) -> str:
    """The page of a result or job, with pictures of its pages and images."""
    text = (ctypes.c_char * len(json)).from_buffer_copy(json)
    pages, images = pages or {}, images or {}
    array, _kept = to_array([*pages.values(), *images.values()])
    for place, name in enumerate([*map(str, pages), *images]):
        array[place].file_name = encode(name)
    out = _ffi.Handle()
    call(
        LIBRARY.pulse_render_html_with_pictures,
        text,
        len(json),
        None if title is None else encode(title),
        array,
        len(pages) + len(images),
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
