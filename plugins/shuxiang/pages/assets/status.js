/* How the updates of the site have gone, in words. What status.json says only chooses among words that the page
   has already, and dates; whatever else it may hold is never shown. */
(function () {
  "use strict";
  var Shuxiang = window.Shuxiang;
  var page = document.querySelector("[data-status]");
  var built = page.querySelector("[data-built]");
  var LONGEST = 100000; /* characters; ten updates take two thousand */
  var SHOWN = 5;
  var SILENT_AFTER = 8; /* days without the weekly update */
  var MOMENT = /^(\d{4}-\d\d-\d\d)T([01]\d|2[0-3]):[0-5]\d\+08:00$/;
  var ENDINGS = { published: "更新好了", unchanged: "没有新的内容，不用更新", failed: "没有成功" };

  function has(object, name) {
    return Object.prototype.hasOwnProperty.call(object, name);
  }

  function isRun(run) {
    return (
      run !== null &&
      typeof run === "object" &&
      typeof run.result === "string" &&
      has(ENDINGS, run.result) &&
      typeof run.ended === "string" &&
      MOMENT.test(run.ended) &&
      !isNaN(Date.parse(run.ended))
    );
  }

  function runsIn(text) {
    var content = null;
    try {
      content = text.length > LONGEST ? null : JSON.parse(text);
    } catch (error) {
      /* not ours: the page says what the build knows */
    }
    return content && Array.isArray(content.runs) ? content.runs.filter(isRun) : [];
  }

  function ago(day) {
    var days = Shuxiang.daysBetween(day, Shuxiang.today());
    return days < 0 ? "" : "（" + (["今天", "昨天", "前天"][days] || days + "天前") + "）";
  }

  function dayText(day) {
    var parts = day.split("-").map(Number);
    return parts[0] + "年" + parts[1] + "月" + parts[2] + "日";
  }

  function moment(run) {
    var day = run.ended.slice(0, 10);
    return dayText(day) + run.ended.slice(11, 16) + ago(day);
  }

  function how(run) {
    return run.automatic === true ? "自动更新" : "手动更新";
  }

  /* The words for why it failed: the page's own, or none. */
  function reason(run, part) {
    var known = Array.from(page.querySelectorAll("[data-reason]")).filter(function (item) {
      return item.dataset.reason === run.reason;
    });
    return known.length ? known[0].querySelector(part).textContent : "";
  }

  function ending(run) {
    var why = run.result === "failed" ? reason(run, "[data-what]") : "";
    return ENDINGS[run.result] + (why ? "：" + why : "");
  }

  function failures(runs) {
    var count = 0;
    while (count < runs.length && runs[runs.length - 1 - count].result === "failed") {
      count += 1;
    }
    return count;
  }

  function say(text, className) {
    var line = document.createElement("p");
    line.textContent = text;
    line.className = className || "";
    page.querySelector("[data-status-said]").appendChild(line);
  }

  function sayFailed(runs) {
    var last = runs[runs.length - 1];
    var count = failures(runs);
    var why = reason(last, "[data-what]");
    say(
      moment(last) + "的" + how(last) + "没有成功" + (why ? "：" + why : "") + "。" +
        (count > 1 ? "已经接连" + count + "次没有成功。" : ""),
      "sx-notice"
    );
    say("现在看到的还是" + built.textContent + ago(built.dateTime) + "生成的内容，可以照常使用。");
    page.querySelector("[data-status-advice]").textContent =
      reason(last, "[data-fix]") + "改好以后，可以等下一次自动更新，也可以马上手动发布一次。";
  }

  /* The machine that should update the site may be switched off for good, and then nothing fails any more. */
  function saySilent(runs) {
    var automatic = runs.filter(function (run) {
      return run.automatic === true;
    });
    var last = automatic[automatic.length - 1];
    var days = last ? Shuxiang.daysBetween(last.ended.slice(0, 10), Shuxiang.today()) : 0;
    if (days > SILENT_AFTER) {
      say("已经" + days + "天没有自动更新了，请告诉办公室一声。", "sx-notice");
    }
  }

  function list(runs) {
    var part = page.querySelector("[data-status-runs]");
    runs.slice(-SHOWN).reverse().forEach(function (run) {
      var item = document.createElement("li");
      var when = document.createElement("span");
      when.className = "sx-when";
      when.textContent = moment(run);
      item.appendChild(when);
      item.appendChild(document.createTextNode(" " + how(run) + "，" + ending(run)));
      part.querySelector("ul").appendChild(item);
    });
    part.hidden = false;
  }

  function show(runs) {
    if (!runs.length) {
      return;
    }
    var last = runs[runs.length - 1];
    if (last.result === "failed") {
      sayFailed(runs);
    } else {
      say("最近一次" + how(last) + "是" + moment(last) + "，" + ENDINGS[last.result] + "。");
    }
    saySilent(runs);
    list(runs);
  }

  function showRelease() {
    var stamp = document.querySelector('meta[name="shuxiang:release"]');
    var line = page.querySelector("[data-status-release]");
    if (stamp) {
      line.querySelector("[data-value]").textContent = stamp.content;
      line.hidden = false;
    }
  }

  page.querySelector("[data-built-ago]").textContent = ago(built.dateTime);
  showRelease();
  if (/^https?:$/.test(window.location.protocol)) {
    window
      .fetch("status.json", { cache: "no-cache" })
      .then(function (answer) {
        return answer.ok ? answer.text() : "";
      })
      .then(runsIn)
      .then(show)
      .catch(function () {
        /* the line is down: the page says what the build knows */
      });
  }
})();
