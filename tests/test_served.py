"""What browser tests rely on, for they use the same browser one after another."""

from pathlib import Path
from urllib.parse import urlsplit

from served import HOST, served


def test_every_site_has_a_host_of_its_own(tmp_path: Path) -> None:
    with served(tmp_path) as one, served(tmp_path) as other:
        hosts = [urlsplit(address).hostname or "" for address in (one, other)]

    assert hosts[0] != hosts[1]
    assert [host.partition(".")[2] for host in hosts] == [HOST, HOST]
