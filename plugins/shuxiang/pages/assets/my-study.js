/* 我的学习: notes to reread and export, a backup as text, and its restore, which merges and never overwrites. */
(function () {
  "use strict";
  var Shuxiang = window.Shuxiang;
  var records = Shuxiang.records;
  var HEADING = "书香学习记录备份";
  var page = document.querySelector("[data-my-study]");
  if (!page) {
    return;
  }

  function part(name) {
    return page.querySelector("[data-" + name + "]");
  }

  function element(tag, text, className) {
    var made = document.createElement(tag);
    made.textContent = text;
    if (className) {
      made.className = className;
    }
    return made;
  }

  function withNotes() {
    return records
      .all()
      .filter(function (record) {
        return record.note;
      })
      .reverse();
  }

  function address(record) {
    return document.querySelector('meta[name="shuxiang:base"]').content + "/checkin/" + record.slot + "/" + (Shuxiang.portable ? "index.html" : "");
  }

  function noteItem(record) {
    var item = document.createElement("article");
    var heading = document.createElement("h3");
    var link = element("a", record.title);
    link.href = address(record);
    heading.appendChild(link);
    item.className = "sx-note";
    item.appendChild(heading);
    item.appendChild(element("p", record.at + " · " + Shuxiang.receipt.actsText(record.acts), "sx-muted"));
    item.appendChild(element("p", record.note, "sx-note__text"));
    return item;
  }

  function showNotes() {
    var list = part("notes");
    list.textContent = "";
    var found = withNotes();
    found.forEach(function (record) {
      list.appendChild(noteItem(record));
    });
    part("no-notes").hidden = found.length > 0;
    part("export-notes").hidden = found.length === 0;
  }

  function notesText() {
    return withNotes()
      .map(function (record) {
        return record.title + "\n" + record.at + " " + Shuxiang.receipt.actsText(record.acts) + "\n\n" + record.note + "\n";
      })
      .join("\n――――――――\n\n");
  }

  function backupText() {
    return HEADING + "（" + Shuxiang.today() + "）\n" + JSON.stringify({ version: 1, records: records.all() }, null, 1) + "\n";
  }

  function offer(text, name) {
    var area = part("outcome");
    area.hidden = false;
    area.querySelector("textarea").value = text;
    area.querySelector("[data-copied]").textContent = "";
    var link = part("download");
    if (link.href) {
      URL.revokeObjectURL(link.href);
    }
    link.href = URL.createObjectURL(new Blob(["\ufeff" + text], { type: "text/plain;charset=utf-8" }));
    link.download = name + "-" + Shuxiang.today() + ".txt";
    area.scrollIntoView({ block: "nearest" });
  }

  /* ---- restore ---- */

  function readBackup(text) {
    var start = text.indexOf("{");
    var end = text.lastIndexOf("}");
    if (start < 0 || end < start) {
      throw new Error("这不像是备份文字：里面没有记录。请把备份的全部文字粘贴进来。");
    }
    var data;
    try {
      data = JSON.parse(text.slice(start, end + 1));
    } catch (error) {
      throw new Error("备份文字不完整或被改动过，读不出来。请重新复制全部文字再试。");
    }
    if (!data || !Array.isArray(data.records)) {
      throw new Error("这不像是本站的备份。");
    }
    return data.records;
  }

  /* What restoring would change, slot by slot; a backup may hold two records of one slot. */
  function plan(incoming) {
    var made = { writes: {}, added: 0, merged: 0, same: 0, bad: 0 };
    incoming.forEach(function (record) {
      if (!records.valid(record)) {
        made.bad += 1;
        return;
      }
      var planned = made.writes[record.slot];
      var mine = planned || records.read(record.slot);
      var result = mine ? records.joined(mine, record) : record;
      if (!mine) {
        made.added += 1;
      } else if (records.same(mine, result)) {
        made.same += 1;
        return;
      } else if (!planned) {
        made.merged += 1;
      }
      made.writes[record.slot] = result;
    });
    return made;
  }

  function planText(made) {
    return (
      "新增 " + made.added + " 条，合并 " + made.merged + " 条，已有相同的 " + made.same + " 条" +
      (made.bad ? "，读不懂的 " + made.bad + " 条（不导入）" : "") +
      "。合并时两边的心得都保留。"
    );
  }

  function check() {
    var said = part("restore-said");
    var confirm = part("restore-confirm");
    confirm.hidden = true;
    try {
      var made = plan(readBackup(part("restore-text").value));
      said.textContent = planText(made);
      confirm.hidden = Object.keys(made.writes).length === 0;
    } catch (error) {
      said.textContent = error.message;
    }
  }

  /* Planned anew: another tab may have written since it was looked at. */
  function restore() {
    var writes = plan(readBackup(part("restore-text").value)).writes;
    var slots = Object.keys(writes);
    var kept = slots.map(function (slot) {
      return records.write(writes[slot]);
    });
    part("restore-confirm").hidden = true;
    part("restore-said").textContent = kept.every(Boolean)
      ? "已恢复 " + slots.length + " 条记录。"
      : "有记录没能存下（浏览器不保存数据或空间已满），请先保留好备份文字。";
    show();
  }

  /* ---- forget ---- */

  function clear() {
    var card = Shuxiang.card.read();
    var also = card ? "，并取下编号 " + card.number + " 的卡" : "";
    if (window.confirm("将删除这台设备上的全部打卡记录和心得" + also + "，不能撤销。确定删除吗？")) {
      records.clear();
      Shuxiang.card.remove();
      show();
    }
  }

  function show() {
    showNotes();
    Shuxiang.showMarks();
    records.warn(part("storage-off"));
    part("with-card").hidden = !Shuxiang.card.read();
  }

  part("show-coming").addEventListener("change", function (event) {
    page.classList.toggle("sx-with-coming", event.target.checked);
  });
  part("export-notes").addEventListener("click", function () {
    offer(notesText(), "学习心得");
  });
  part("backup").addEventListener("click", function () {
    offer(backupText(), "书香学习备份");
  });
  part("restore-text").addEventListener("input", function () {
    part("restore-confirm").hidden = true;
  });
  part("restore-check").addEventListener("click", check);
  part("restore-confirm").addEventListener("click", restore);
  part("clear").addEventListener("click", clear);
  Shuxiang.copyButtons(page);
  records.onChange(show);
  Shuxiang.card.onChange(show);
  page.querySelectorAll("details[data-start]").forEach(function (year) {
    year.open = year.open || year.dataset.when === "now";
  });
  show();
})();
