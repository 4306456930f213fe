"""What kind of thing each file of a site is, by the end of its name.

The names are registered: https://www.iana.org/assignments/media-types
"""

from __future__ import annotations

from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "html": "text/html",
    "htm": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "mjs": "text/javascript",
    "txt": "text/plain",
    "md": "text/plain",
    "csv": "text/csv",
    "ics": "text/calendar",
    "json": "application/json",
    "map": "application/json",
    "webmanifest": "application/manifest+json",
    "xml": "application/xml",
    "svg": "image/svg+xml",
}
"""Texts in UTF-8, worth compressing."""

BINARIES: Mapping[str, str] = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "avif": "image/avif",
    "ico": "image/x-icon",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "ttf": "font/ttf",
    "otf": "font/otf",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "wav": "audio/wav",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "pdf": "application/pdf",
    "doc": "application/msword",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xls": "application/vnd.ms-excel",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ppt": "application/vnd.ms-powerpoint",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "wps": "application/vnd.ms-works",
    "ofd": "application/ofd",
    "zip": "application/zip",
    "gz": "application/gzip",
    "wasm": "application/wasm",
    "pagefind": "application/octet-stream",
    "pf_filter": "application/octet-stream",
    "pf_fragment": "application/octet-stream",
    "pf_index": "application/octet-stream",
    "pf_meta": "application/octet-stream",
}
"""Compressed already, or to be left as they are: the search unpacks its own files."""

FEED = "atom.xml"
FEED_TYPE = "application/atom+xml"

COMPRESSED = tuple(sorted({*TEXTS.values(), FEED_TYPE}))


def with_charset(type_: str) -> str:
    """The type as it is announced."""
    return f"{type_}; charset=utf-8"
