import pytest

from ledger_story import Story
from shuxiang.core.ledger.groups import GroupError, group_named, group_names, in_group_order, nearest_group
from shuxiang.core.ledger.ledger import fold


def test_groups_stand_as_the_programme_lists_them_and_then_as_the_roster_has_them() -> None:
    story = Story()
    story.run()
    for number, group in enumerate(("丁组", "乙组", "丙组", "甲组")):
        story.join(f"m{number}", group)
    order = in_group_order(["乙组", "丙组", "丁组", "不在名册"], ["甲组", "乙组"], fold(story.events))
    assert order == ("乙组", "丁组", "丙组", "不在名册")


def test_a_group_is_meant_however_it_is_written() -> None:
    story = Story()
    story.run()
    story.join("m1", "文教（一）组")
    names = group_names(["第二小组"], fold(story.events))
    assert group_named(" 第二\u3000小组", names) == "第二小组"
    assert group_named("文教(一) 组", names) == "文教（一）组"
    assert group_named("未分组", names) == "未分组"


def test_a_group_that_there_is_not_is_asked_about_without_repeating_it() -> None:
    names = group_names(["第三学习小组", "第四学习小组"], fold([]))
    with pytest.raises(GroupError, match="名册里没有这个小组。是不是“第四学习小组”") as raised:
        group_named("第四学习小組", names)
    assert "小組" not in str(raised.value)


def test_where_several_groups_are_as_like_none_is_guessed() -> None:
    assert nearest_group("第九小组", ["第一小组", "第二小组"]) == ""
    assert nearest_group("甲某", ["第一小组", "第二小组"]) == ""
