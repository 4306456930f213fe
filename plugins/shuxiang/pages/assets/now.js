/* Which slot is current is decided here, on the day the page is read: a site built on Friday and opened on
   Monday shows Monday's week. Everything with data-start and data-end ([start, end)) learns its data-when. */
(function () {
  "use strict";
  var Shuxiang = window.Shuxiang;
  var WORDS = { past: "已过", now: "当期", next: "还没到" };

  function whenOf(element, today) {
    if (element.dataset.end <= today) {
      return "past";
    }
    return element.dataset.start <= today ? "now" : "next";
  }

  function showOnly(element) {
    var dated = element.closest("[data-start]");
    element.hidden = element.dataset.whenOnly.split(" ").indexOf(dated.dataset.when) < 0;
  }

  function showCurrent(panel) {
    var current = panel.querySelector('[data-when="now"]');
    panel.querySelectorAll("[data-none-now]").forEach(function (note) {
      note.hidden = Boolean(current);
    });
  }

  /* The next few of a list, which says what counts as coming; next week's are always among them, however many
     months and quarters begin before. A section with nothing to show goes away. */
  function showComing(list) {
    var wanted = (list.dataset.comingWhen || "next").split(" ");
    var coming = Array.from(list.querySelectorAll("[data-start]")).filter(function (item) {
      item.hidden = true;
      return wanted.indexOf(item.dataset.when) >= 0;
    });
    var weekly = coming.filter(function (item) {
      return item.matches("[data-weekly]");
    });
    var isNear = function (item) {
      return weekly.indexOf(item) >= 0 && item.dataset.start === weekly[0].dataset.start;
    };
    var left = Number(list.dataset.coming) - coming.filter(isNear).length;
    coming.forEach(function (item) {
      item.hidden = !isNear(item) && left-- <= 0;
    });
    var section = list.closest("[data-hide-empty]");
    if (section) {
      section.hidden = !list.querySelector("li:not([hidden])");
    }
  }

  /* What is over since the build goes to the top of what has been, the latest first. */
  function moveOver(page) {
    var past = page.querySelector("[data-past]");
    page.querySelectorAll('[data-coming-month] li[data-when="past"]').forEach(function (item) {
      past.insertBefore(item, past.firstChild);
    });
    page.querySelectorAll("[data-coming-month]").forEach(function (month) {
      month.hidden = !month.querySelector("li");
    });
    page.querySelector("[data-past-part]").hidden = !past.querySelector("li");
    page.querySelector("[data-none-coming]").hidden = Boolean(page.querySelector("[data-coming-month]:not([hidden])"));
  }

  /* Of several years' titles and strips the running one's; between years what the build chose stays. */
  function showStrip(today) {
    var strips = Array.from(document.querySelectorAll("[data-strip]"));
    var running = function (strip) {
      return strip.dataset.stripStart <= today && today < strip.dataset.stripEnd;
    };
    if (strips.some(running)) {
      strips.forEach(function (strip) {
        strip.hidden = !running(strip);
      });
    }
  }

  function showStale(note, today) {
    note.hidden = Shuxiang.daysBetween(note.dataset.built, today) <= Number(note.dataset.staleAfter);
  }

  /** Settle everything that depends on the day; called once the page is read, and when it is shown again. */
  Shuxiang.settle = function () {
    var today = Shuxiang.today();
    document.querySelectorAll("[data-start]").forEach(function (element) {
      element.dataset.when = whenOf(element, today);
      if (element.matches("[data-cell]")) {
        element.setAttribute("aria-current", element.dataset.when === "now" ? "date" : "false");
        element.querySelector("[data-when-word]").textContent = WORDS[element.dataset.when];
      }
    });
    document.querySelectorAll("[data-when-only]").forEach(showOnly);
    document.querySelectorAll("[data-now-panel]").forEach(showCurrent);
    document.querySelectorAll("[data-coming]").forEach(showComing);
    document.querySelectorAll("[data-events]").forEach(moveOver);
    document.querySelectorAll("[data-stale-after]").forEach(function (note) {
      showStale(note, today);
    });
    showStrip(today);
  };

  Shuxiang.settle();
  /* A tab left open over the weekend must not go on showing last week. */
  document.addEventListener("visibilitychange", function () {
    if (!document.hidden) {
      Shuxiang.settle();
    }
  });
  window.addEventListener("pageshow", function (event) {
    if (event.persisted) {
      Shuxiang.settle();
    }
  });
})();
