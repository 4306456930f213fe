"""`publish.py server-config`: what it writes for the targets of a deploy.yml, and what it asks for first."""

import argparse
from collections.abc import Callable
from pathlib import Path

import pytest

from shuxiang.cli.problem import Problem
from shuxiang.cli.publish_server import add_arguments, run
from shuxiang.release.errors import ReleaseError

Run = Callable[..., int]

TARGETS = """\
targets:
  内网: {{folder: {root}/srv, url: http://study.example/shuxiang/}}
  主机: {{ssh: deploy@10.0.0.8, folder: /srv/www/shuxiang, url: http://study.example/}}
  共享: {{folder: {root}/share, links: no, url: http://study.example/sx/}}
  猫: {{folder: {root}/cat, links: no, server: tomcat, url: http://study.example/sx/}}
  加密: {{folder: {root}/srv, url: https://study.example/, https: {{certificate: /etc/a.pem, key: /etc/a.key}}}}
  没证书: {{folder: {root}/srv, url: https://study.example/}}
  光盘: {{zip: {root}/a.zip, url: http://study.example/}}
  没网址: {{folder: {root}/srv}}
"""


@pytest.fixture
def run_command(project: Path) -> Run:
    """run_command("nginx", "--target", …) in a project with a built site and several targets."""
    (project / "deploy.yml").write_text(TARGETS.format(root=project.as_posix()), "utf-8")
    (project / "site").mkdir()
    (project / "site" / "index.html").write_text("<script>1</script>", "utf-8")

    def go(*words: str) -> int:
        parser = argparse.ArgumentParser()
        add_arguments(parser)
        parser.add_argument("--config-file", type=Path)
        return run(parser.parse_args([*words, "--config-file", str(project / "mkdocs.yml")]))

    return go


HASH_OF_1 = "'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='"


def test_it_is_shown_for_the_target_and_the_scripts_of_the_site(
    run_command: Run, capsys: pytest.CaptureFixture[str], project: Path
) -> None:
    assert run_command("nginx", "--target", "内网") == 0

    text = capsys.readouterr().out
    assert f'alias "{project.as_posix()}/srv/current/";' in text
    assert "server_name study.example;" in text
    assert HASH_OF_1 in text


def test_scripts_that_readers_still_see_are_allowed_too(
    run_command: Run, capsys: pytest.CaptureFixture[str], project: Path
) -> None:
    live = project / "srv" / "current"
    live.mkdir(parents=True)
    (live / "index.html").write_text("<script>2</script>", "utf-8")
    run_command("apache", "--target", "内网")

    assert capsys.readouterr().out.count("'sha256-") == 2


def test_it_is_written_where_one_says_and_never_over_another_file_unasked(
    run_command: Run, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = project / "cat" / "WEB-INF" / "web.xml"
    run_command("tomcat", "--target", "猫", "-o", str(file))
    assert "已写出" in capsys.readouterr().out
    first = file.read_bytes()

    with pytest.raises(Problem, match="请加 --force"):
        run_command("tomcat", "--target", "猫", "-o", str(file))
    run_command("tomcat", "--target", "猫", "--embed", "http://oa.example", "-o", str(file), "--force")
    assert file.read_bytes() != first
    with pytest.raises(Problem, match="是一个文件夹"):
        run_command("iis", "--target", "共享", "-o", str(project))


def test_options_reach_the_configuration(run_command: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run_command(
        "nginx", "--target", "光盘", "--root", "/srv/cd", "--include", "--old-browsers", "--embed", "http://oa/x/"
    )

    text = capsys.readouterr().out
    assert 'root "/srv/cd";' in text
    assert "server_name" not in text
    assert "'unsafe-eval'" in text
    assert "frame-ancestors 'self' http://oa\"" in text
    assert "X-Frame-Options" not in text


def test_certificates_are_those_of_the_target(run_command: Run, capsys: pytest.CaptureFixture[str]) -> None:
    run_command("nginx", "--target", "加密")

    assert 'ssl_certificate_key "/etc/a.key";' in capsys.readouterr().out


def test_a_part_leaves_https_to_the_server_that_has_it(
    run_command: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    run_command("apache", "--target", "没证书", "--include")

    assert "SSL" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("nginx", "--target", "没网址"), "没有写网址"),
        (("nginx", "--target", "没证书"), "要有证书"),
        (("nginx", "--target", "光盘"), "--root"),
        (("iis", "--target", "内网"), "links: no"),
        (("tomcat", "--target", "主机"), "links: no"),
        (("tomcat", "--target", "共享"), "server: tomcat"),
        (("iis", "--target", "共享", "--include"), "不用 --include"),
        (("nginx", "--target", "内网", "--site-dir", "nowhere"), "build.py"),
    ],
)
def test_what_does_not_fit_is_said_before_anything_is_written(
    run_command: Run, words: tuple[str, ...], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(Problem, match=sentence):
        run_command(*words)
    assert capsys.readouterr().out == ""


def test_pages_that_no_policy_can_allow_are_named(run_command: Run, project: Path) -> None:
    (project / "site" / "a.html").write_text('<p onclick="go()">', "utf-8")

    with pytest.raises(ReleaseError, match=r"a\.html"):
        run_command("nginx", "--target", "主机")
