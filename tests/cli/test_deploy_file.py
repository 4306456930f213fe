"""deploy.yml says where the site goes; every mistake in it is said at its line, with what to write."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuxiang.cli.deploy_file import EXAMPLE, Deployment, choose, parse_deployment, read_deployment
from shuxiang.cli.problem import Problem
from shuxiang.release.place import Https, Kind, Place

HERE = Path("/srv/project")
FULL = "\uff1a"


def read(text: str) -> Deployment:
    deployment, problems = parse_deployment(text, HERE)
    assert [str(problem) for problem in problems] == []
    return deployment


def place(text: str) -> Place:
    (only,) = read(f"targets:\n  内网: {{{text}}}\n").places
    return only


def said(text: str) -> list[str]:
    return [str(problem) for problem in parse_deployment(text, HERE)[1]]


def quoted(text: str) -> str:
    """Any text as one YAML value."""
    return '"' + "".join(f"\\U{ord(char):08X}" for char in text) + '"'


def said_of(settings: str) -> str:
    """What is said of one setting of a place, on line 3."""
    lines = said(f"targets:\n  内网:\n    {settings}\n")
    assert all(line.startswith("deploy.yml:") for line in lines), lines
    return "\n".join(lines)


def test_the_example_that_is_shown_is_well(tmp_path: Path) -> None:
    (tmp_path / "deploy.yml").write_text(EXAMPLE, "utf-8")
    assert read_deployment(tmp_path) == Deployment(
        (Place("内网", Kind.LINKED, "/srv/www/shuxiang", "http://study.example/"),)
    )


def test_each_kind_of_place_is_told_by_what_is_written() -> None:
    assert place("folder: /srv/www").kind is Kind.LINKED
    assert place("folder: /srv/www, links: yes").kind is Kind.LINKED
    assert place("folder: /mnt/share, links: no").kind is Kind.PLAIN
    assert place("folder: /mnt/share, links: 否").kind is Kind.PLAIN
    assert place("ssh: deploy@10.0.0.8, folder: /srv/www/study").kind is Kind.SSH
    assert place("zip: /media/usb/书香.zip").kind is Kind.ZIP


def test_the_document_root_is_the_link_where_there_is_one() -> None:
    assert place("folder: /srv/www/").document_root == "/srv/www/current"
    assert place("folder: /srv/www/, links: no").document_root == "/srv/www"


def test_paths_are_below_the_folder_of_the_file_or_the_users_own() -> None:
    assert place("folder: ../网站").folder == "/srv/project/../网站"
    assert place("zip: 书香.zip").folder == "/srv/project/书香.zip"
    assert place("folder: ~/www").folder == Path("~/www").expanduser().as_posix()
    assert place("folder: /srv/一个 站点/").folder == "/srv/一个 站点"


def test_everything_that_a_place_may_say_is_read() -> None:
    found = place(
        "ssh: deploy@10.0.0.8, port: 2222, key: keys/id, ssh_options: [ProxyJump=gate, Compression=yes], "
        "folder: /srv/www/study, url: https://study.example/书香, server: Nginx, certificates: ca.pem, "
        "https: {certificate: /etc/ssl/a.pem, key: /etc/ssl/a.key}, old_browsers: 是, embed: https://oa.example"
    )
    assert found == Place(
        name="内网",
        kind=Kind.SSH,
        folder="/srv/www/study",
        url="https://study.example/书香/",
        destination="deploy@10.0.0.8",
        port=2222,
        key="/srv/project/keys/id",
        options=("ProxyJump=gate", "Compression=yes"),
        certificates=Path("/srv/project/ca.pem"),
        server="nginx",
        https=Https("/etc/ssl/a.pem", "/etc/ssl/a.key"),
        old_browsers=True,
        embed=("https://oa.example/",),
    )


@pytest.mark.parametrize(("text", "keep", "share"), [("", 5, 20), ("keep: 12\ndelete_at_most: 5%\n", 12, 5)])
def test_how_many_stay_and_how_much_may_go(text: str, keep: int, share: int) -> None:
    found = read(f"{text}targets: {{内网: {{folder: /srv/www}}}}\n")
    assert (found.keep, found.delete_at_most) == (keep, share)


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_a_file_from_windows_reads_as_one_from_here(tmp_path: Path, ending: str, mark: str) -> None:
    text = mark + EXAMPLE.replace("\n", ending)
    (tmp_path / "deploy.yml").write_bytes(text.encode())
    assert read_deployment(tmp_path).places[0].folder == "/srv/www/shuxiang"


def test_without_the_file_an_example_is_shown(tmp_path: Path) -> None:
    with pytest.raises(Problem) as told:
        read_deployment(tmp_path)
    assert str(tmp_path / "deploy.yml") in str(told.value)
    assert EXAMPLE in str(told.value)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("targets: 内网".encode("gb18030"), "不是 UTF-8 编码"),
        (b"#" * 2**21, "超过 1 MB"),
        (b"\xff\xfe", "不是 UTF-8"),
    ],
)
def test_what_is_no_text_of_ours_is_said(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "deploy.yml").write_bytes(content)
    with pytest.raises(Problem, match=words):
        read_deployment(tmp_path)


def test_all_mistakes_are_said_at_once_in_the_order_of_their_lines(tmp_path: Path) -> None:
    (tmp_path / "deploy.yml").write_text(
        "kep: 3\nkeep: 1\ntargets:\n  内网:\n    folder: /srv/www\n    url: study.example\n    server: caddy\n",
        "utf-8",
    )
    with pytest.raises(Problem) as told:
        read_deployment(tmp_path)
    first, *lines = str(told.value).split("\n")
    assert first == "发布设置有误，请改正后再运行一次："
    assert [line.split(":")[1] for line in lines] == ["1", "2", "6", "7"]
    assert lines[0] == "deploy.yml:1:没有“kep”这一项。可用的有 targets、keep、delete_at_most。"


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("url: http://a.example/", "没有写发布到哪个文件夹"),
        ("{folder: /srv/www, zip: a.zip}", "zip 不能和 folder、ssh 写在一起"),
        ("{folder: /srv/www, links: maybe}", "links 只能写 yes 或 no"),
        ("{folder: /srv/www/a, ssh: a@b, links: no}", "用 SSH 发布要有符号链接"),
        ("{folder: /srv/www, port: 22}", "port 只用于 SSH"),
        ("{zip: a.zip, key: k}", "key 只用于 SSH"),
        ("{folder: /srv/www, filder: a}", "没有“filder”这一项"),
        ("folder:", "folder 没有写路径"),
        ("folder: [a]", "folder 没有写路径"),
        ("zip: a.tar", "以 .zip 结尾"),
        ("zip: /media/usb/", "以 .zip 结尾"),
        (r'folder: "/srv/a\nb"', "路径里有换行"),
        (r'folder: "/srv/a\tb"', "路径里有换行"),
        ("folder: ~no-such-user-here/www", "找不到 ~no-such-user-here/www 里的用户文件夹"),
        ("{folder: /srv/www, server: caddy}", "server 不认识“caddy”"),
        ("{folder: /srv/www, https: yes}", "https 要写证书"),
        ("{folder: /srv/www, https: {certificate: a}}", "https 要写证书"),
        (r'{folder: /srv/www, https: {certificate: a, key: "b\nc"}}', "https 要写证书"),
        ("{folder: /srv/www, https: {certificate: a, key: b, pin: c}}", "https 要写证书"),
        ("{folder: www, ssh: a@b}", "完整路径"),
        ("{folder: ~/www, ssh: a@b}", "完整路径"),
        ("{folder: /, ssh: a@b}", "完整路径"),
        ("{folder: /srv, ssh: a@b}", "完整路径"),
        ("{folder: /srv/www/.., ssh: a@b}", "完整路径"),
        (r'{folder: "/srv/www\n/a", ssh: a@b}', "完整路径"),
        ("{folder: 'C:\\www\\a', ssh: a@b}", "完整路径"),
        ("{folder: /srv/www/a, ssh: a@b, port: 0}", "port 应是 1 到 65535 之间的整数"),
        ("{folder: /srv/www/a, ssh: a@b, port: 22a}", "port 应是"),
        ("{folder: /srv/www/a, ssh: a@b, ssh_options: -oProxyCommand}", "ssh_options 应是"),
        (r'{folder: /srv/www/a, ssh: a@b, ssh_options: ["A=b\nProxyCommand=c"]}', "ssh_options 应是"),
    ],
)
def test_a_wrong_setting_is_said_with_what_to_write(settings: str, words: str) -> None:
    assert words in said_of(settings)


@pytest.mark.skipif(os.name == "nt", reason="there these are paths")
@pytest.mark.parametrize("path", [r"\\server\web\study", r"C:\inetpub\study", "D:/study"])
def test_a_windows_path_on_another_system_is_said_and_not_made_into_a_folder(path: str) -> None:
    assert "打不开 Windows 的路径" in said_of(f"folder: '{path}'")
    assert "打不开 Windows 的路径" in said_of(f"zip: '{path}.zip'")


@pytest.mark.parametrize(
    "ssh",
    [
        *("-oProxyCommand=touch x", "a@-oProxyCommand=x", "a b@c", "a@b c", "a@b;reboot", "a@b/c", "a@", "@b"),
        *("a@b@c", "$(id)@b", "`id`", "a@b'", "'a@b\"'", "", "[a]", "a@b&c"),
    ],
)
def test_an_ssh_destination_that_ssh_or_a_shell_would_take_for_more_is_refused(ssh: str) -> None:
    assert "ssh 的写法读不明白" in said_of(f"{{folder: /srv/www/a, ssh: {quoted(ssh)}}}")


@pytest.mark.parametrize(
    "url",
    [
        *(
            "study.example",
            "ftp://study.example/",
            "http://",
            "http:///a",
            "https://u:p@study.example/",
            "file:///a",
        ),
        *("http://study.example/?a=b", "http://study.example/#a", "http://study.example:0/", "http://a:99999/"),
        *("http://study.example/a b/", "http://study.example/'", "http://study.example/<a>", "http://:p@a/"),
        *("http://study.example/;return", "http://study.example/{a}", "http://study.example/$host/", "http://[::1"),
        *("http://a..b/", f"http://{'a' * 70}.example/", "http://study.example/\\", "javascript:alert(1)"),
        *("http://study.example/\n/a", 'http://study.example/"'),
    ],
)
def test_what_is_no_address_of_a_site_or_would_mean_more_in_a_servers_settings_is_refused(url: str) -> None:
    assert "url 应是读者打开网站的地址" in said_of(f"{{folder: /srv/www, url: {quoted(url)}}}")


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("http://study.example", "http://study.example/"),
        ("http://study.example//", "http://study.example/"),
        ("http://10.0.0.8:8080/书香", "http://10.0.0.8:8080/书香/"),
        ("https://[fd00::1]/a/", "https://[fd00::1]/a/"),
        ("http://书香.example/", "http://书香.example/"),
    ],
)
def test_an_address_ends_with_a_slash(url: str, kept: str) -> None:
    assert place(f'folder: /srv/www, url: "{url}"').url == kept


@pytest.mark.parametrize(
    "text", ["0", "1", "101", "-3", "5.5", "五", "٥", "9" * 5000, "000000005" + "0" * 5000, "[5]"]
)
def test_a_number_that_is_none_or_too_great_is_said(text: str) -> None:
    lines = said(f"targets: {{内网: {{folder: /srv/www}}}}\nkeep: {text}\n")
    assert lines == ["deploy.yml:2:keep 应是 2 到 100 之间的整数。例如 keep: 5。"]


@pytest.mark.parametrize(
    "name", ["to", "rollback", "list", "status", "a b", "../a", "a/b", "-x", ".a", "a" * 41, "~"]
)
def test_a_name_that_is_a_command_or_no_folder_is_refused(name: str) -> None:
    assert any(f"目标不能叫“{name}”" in line for line in said(f"targets:\n  '{name}': {{folder: /srv/www}}\n"))


@pytest.mark.parametrize("text", ["", "# 说明\n", "targets:\n", "targets: 内网\n", "targets: []\n", "keep: 5\n"])
def test_a_file_that_names_no_place_shows_how_one_is_named(text: str) -> None:
    assert "没有写发布到哪里（targets）" in said(text)[-1]
    assert "folder: /srv/www/shuxiang" in said(text)[-1]


def test_a_place_without_settings_is_said() -> None:
    assert said("targets:\n  内网:\n") == ["deploy.yml:2:目标“内网”里没有设置。至少要写 folder、ssh 或 zip。"]


@pytest.mark.parametrize(
    ("text", "line", "name"),
    [
        (f"targets{FULL}\n  内网:\n    folder: /srv\n", 1, "targets"),
        (f"targets:\n  内网{FULL}\n    folder: /srv\n", 2, "内网"),
        (f"targets:\n  内网:\n    folder{FULL}/srv\n", 3, "folder"),
        (f"targets:\n  内网:\n    folder: /srv\n    url {FULL} http://a\n", 4, "url"),
    ],
)
def test_a_full_width_colon_is_said_at_its_line_wherever_it_stands(text: str, line: int, name: str) -> None:
    (only,) = said(text)
    assert only.startswith(f"deploy.yml:{line}:“{name}”后面是全角冒号“{FULL}”。")


def test_a_full_width_colon_in_a_comment_or_a_name_of_a_folder_is_no_mistake() -> None:
    assert read(f"# 内网{FULL}说明\ntargets:\n  内网: {{folder: /srv/www{FULL}a}}\n").places


def test_a_tab_and_a_name_that_stands_twice_are_said_at_their_lines() -> None:
    assert said("targets:\n\t内网: {folder: /srv}\n")[0].startswith("deploy.yml:2:行首用了制表符")
    twice = said("targets:\n  内网: {folder: /srv/a}\n  内网: {folder: /srv/b}\n")
    assert twice[0].startswith("deploy.yml:3:“内网”写了两次")


def test_the_only_place_needs_no_name_and_of_several_one_is_chosen() -> None:
    one = read("targets: {内网: {folder: /srv/a}}\n")
    two = read("targets: {内网: {folder: /srv/a}, 光盘: {zip: a.zip}}\n")
    assert choose(one, None).name == choose(two, "内网").name == "内网"
    with pytest.raises(Problem, match="有几个发布目标，请写明是哪一个。现有：内网、光盘。"):
        choose(two, None)
    with pytest.raises(Problem, match="里没有目标“外网”。现有：内网、光盘。"):
        choose(two, "外网")


WORDS = st.sampled_from(
    [
        *(
            "targets",
            "内网",
            "folder",
            "ssh",
            "zip",
            "url",
            "links",
            "keep",
            "port",
            "https",
            "certificates",
            "~a/b",
            "no",
        ),
        *(
            ": ",
            ":\n  ",
            "\n",
            "\n    ",
            "{",
            "}",
            "[",
            "]",
            ", ",
            "- ",
            '"',
            "'",
            "\\",
            "\\n",
            "/srv/www",
            "http://a.b/",
        ),
        *(
            FULL,
            "\t",
            "&a ",
            "*a",
            "!!int ",
            "#",
            "|",
            ">",
            "\x00",
            "\x85",
            "\u2028",
            "\ufeff",
            "99",
            "%",
            "..",
            "@",
            "-",
        ),
    ]
)


@settings(max_examples=150)
@given(st.lists(WORDS, max_size=25).map("".join) | st.text(max_size=60))
def test_any_text_is_a_deployment_or_sentences_with_lines(text: str) -> None:
    deployment, problems = parse_deployment(text, HERE)
    assert problems or deployment.places
    assert all(str(problem).startswith("deploy.yml:") for problem in problems)


VALUES = st.one_of(
    st.text(max_size=12), st.sampled_from(["/srv/www", "~", "~x", "a.zip", "no", "22", "http://a.b/"])
)
KEYS = st.sampled_from(["folder", "ssh", "zip", "url", "links", "port", "key", "server", "certificates", "embed"])


@settings(max_examples=100)
@given(st.dictionaries(KEYS, VALUES, max_size=4))
def test_any_settings_are_a_place_that_is_safe_to_use_or_sentences(fields: dict[str, str]) -> None:
    pairs = ", ".join(f"{key}: {quoted(value)}" for key, value in fields.items() if not _is_surrogate(value))
    deployment, problems = parse_deployment(f"targets: {{内网: {{{pairs}}}}}", HERE)
    for found in () if problems else deployment.places:
        assert found.folder.startswith("/")
        assert not any(char < " " for char in f"{found.folder}{found.url}{found.destination}{found.key}")
        assert not found.destination.startswith("-")


def _is_surrogate(text: str) -> bool:
    return any("\ud800" <= char <= "\udfff" for char in text)
