"""A first visit stays light enough for an old line."""

import gzip
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Response

LIMIT = 250 * 1000


def test_the_first_visit_of_home_weighs_little_and_all_of_it_comes_from_here(
    reader: Callable[..., BrowserContext], own_docs: Path, serve: Callable[..., str]
) -> None:
    address = serve(own_docs)
    responses: list[Response] = []
    page = reader("2026-11-21T10:00+08:00").new_page()

    def remember(response: Response) -> None:
        responses.append(response)

    page.on("response", remember)
    page.goto(address, wait_until="networkidle")
    sizes = {response.url: len(gzip.compress(response.body(), 6, mtime=0)) for response in responses}

    assert {urlsplit(url).netloc for url in sizes} == {urlsplit(address).netloc}
    assert len(sizes) > 5
    assert sum(sizes.values()) <= LIMIT, sorted(sizes.items(), key=lambda item: -item[1])
