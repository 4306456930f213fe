"""One page of each kind that the scratch site has, by its address below the site's root."""

PAGES = (
    "",
    "schedule/",
    "schedule/2026/",
    "cadence/article/",
    "readings/2026/w47/",
    "topics/2026-11/",
    "books/2026-q4/",
    "laws/2026-11/",
    "manuscripts/2026/",
    "events/",
    "tags/",
    "subscribe/",
    "wall/2026/",
    "guide/",
    "checkin/article/2026-W47/",
    "my/",
    "card/",
    "figures/",
    "search/",
)
ONLY_ONLINE = ("status/",)
NOT_THERE = ("404.html", "no/such/page/")
