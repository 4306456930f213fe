from ledger_story import Story
from shuxiang.core.ledger.groups import in_group_order
from shuxiang.core.ledger.ledger import fold


def test_groups_stand_as_the_programme_lists_them_and_then_as_the_roster_has_them() -> None:
    story = Story()
    story.run()
    for number, group in enumerate(("丁组", "乙组", "丙组", "甲组")):
        story.join(f"m{number}", group)
    order = in_group_order(["乙组", "丙组", "丁组", "不在名册"], ["甲组", "乙组"], fold(story.events))
    assert order == ("乙组", "丁组", "丙组", "不在名册")
