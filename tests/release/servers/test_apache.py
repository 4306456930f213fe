"""Apache's configuration: what must not be missing from it."""

from collections.abc import Callable

import pytest

from shuxiang.release.servers import apache
from shuxiang.release.servers.served import Certificate, Served, headers

Describe = Callable[..., Served]

ROOT = "/srv/www/shuxiang/current"


@pytest.mark.parametrize("write", [apache.whole, apache.part])
def test_every_header_is_set_whatever_the_status(described: Describe, write: Callable[[Served], str]) -> None:
    served = described()
    for name, value in headers(served).items():
        assert f'Header always set {name} "{value}"' in write(served)


def test_a_path_is_an_alias_and_the_root_is_the_document_root(described: Describe) -> None:
    assert f'Alias "/书香" "{ROOT}"' in apache.whole(described("http://a.example/书香/"))
    assert f'DocumentRoot "{ROOT}"' in apache.whole(described("http://a.example/"))


def test_an_unusual_port_is_listened_on(described: Describe) -> None:
    assert "Listen 8080\n" in apache.whole(described("http://a.example:8080/"))
    assert "Listen" not in apache.whole(described())
    assert "Listen" not in apache.part(described("http://a.example:8080/"))


def test_with_certificates_plain_http_leads_to_https(described: Describe) -> None:
    text = apache.whole(described("https://a.example/", certificate=Certificate("/etc/a b.pem", "/etc/a.key")))

    assert "Redirect permanent / https://a.example/" in text
    assert "<VirtualHost *:443>" in text
    assert 'SSLCertificateFile "/etc/a b.pem"' in text
    assert "a2enmod headers deflate ssl" in text
    assert "Strict-Transport-Security" not in text
