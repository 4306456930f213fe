from shuxiang.release.servers.lasting import lasting_places


def test_a_folder_named_after_its_content_stands_for_its_files() -> None:
    assert lasting_places(["assets/pages-0123456789/a.js", "assets/pages-0123456789/vendor/b.js"]) == (
        "assets/pages-0123456789/",
    )


def test_a_folder_into_which_an_office_may_put_files_does_not() -> None:
    assert lasting_places(["assets/javascripts/bundle.0123abcd.min.js", "assets/images/a.png"]) == (
        "assets/javascripts/bundle.0123abcd.min.js",
    )


def test_of_the_search_index_only_folders_without_other_files_do() -> None:
    assert lasting_places(
        [
            "search-index/pagefind.js",
            "search-index/index/zh_0123456.pf_index",
            "search-index/fragment/zh_0123456.pf_fragment",
            "search-index/fragment/other.json",
        ]
    ) == ("search-index/fragment/zh_0123456.pf_fragment", "search-index/index/")
