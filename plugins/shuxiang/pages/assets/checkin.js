/* The check-in form: fill it from what is kept, keep what is said, show the receipt. */
(function () {
  "use strict";
  var Shuxiang = window.Shuxiang;

  function part(form, name) {
    return form.querySelector("[data-" + name + "]");
  }

  function boxes(form) {
    return Array.from(form.querySelectorAll('input[name="act"]'));
  }

  /* What the form shows of what is kept; another tab may know more by the time it is sent. */
  var shown = {};

  function fill(form, record) {
    shown[form.dataset.slot] = record;
    boxes(form).forEach(function (box) {
      box.checked = record.acts.indexOf(box.value) >= 0;
    });
    form.elements.note.value = record.note;
    part(form, "before").textContent = "您在 " + record.at + " 打过卡。改动后再次打卡，会更新这一条，不会重复。";
    part(form, "submit").textContent = "更新打卡";
    showReceipt(form, record);
  }

  function untouched(form) {
    var record = shown[form.dataset.slot] || { acts: [], note: "" };
    return Shuxiang.records.same(record, { acts: chosen(form), note: form.elements.note.value });
  }

  function refresh(form) {
    var record = Shuxiang.records.read(form.dataset.slot);
    if (record && untouched(form)) {
      fill(form, record);
    }
  }

  function chosen(form) {
    return boxes(form)
      .filter(function (box) {
        return box.checked;
      })
      .map(function (box) {
        return box.value;
      });
  }

  function showReceipt(form, record) {
    var area = part(form, "receipt");
    var field = area.querySelector("textarea");
    area.hidden = false;
    field.value = Shuxiang.receipt.encode(record, Shuxiang.card.read());
    part(area, "receipt-paper").textContent = field.value;
    field.style.height = "auto";
    field.style.height = field.scrollHeight + 4 + "px"; /* all of it in sight, to the closing mark */
    part(area, "copied").textContent = "";
  }

  /* With a card the receipt names its holder, so that is said beforehand; it changes when the card does. */
  function showCard(form) {
    var card = Shuxiang.card.read();
    part(form, "card").hidden = !card;
    part(form, "card-number").textContent = card ? card.number : "";
    if (shown[form.dataset.slot]) {
      showReceipt(form, shown[form.dataset.slot]);
    }
  }

  function collect(form) {
    var before = Shuxiang.records.read(form.dataset.slot);
    var seen = shown[form.dataset.slot];
    var record = {
      slot: form.dataset.slot,
      title: form.dataset.title,
      acts: chosen(form),
      note: form.elements.note.value.trim(),
      at: Shuxiang.now(),
      number: before ? before.number : Shuxiang.records.newNumber(),
    };
    var writtenElsewhere = before && (!seen || !Shuxiang.records.same(before, seen));
    return writtenElsewhere && record.acts.length ? Shuxiang.records.joined(record, before) : record;
  }

  function keptText(kept, amended) {
    if (!Shuxiang.records.available) {
      return "回执已生成。但这个浏览器不保存数据，关闭页面后记录就没有了，请把回执复制下来。";
    }
    if (!kept) {
      return "回执已生成。但浏览器的存储空间已满，没能存下这条记录，请把回执复制下来。";
    }
    return amended ? "已更新。记录只保存在这台设备的浏览器里。" : "打卡成功。记录只保存在这台设备的浏览器里。";
  }

  function submit(form) {
    var said = part(form, "said");
    var record = collect(form);
    part(form, "missing").hidden = record.acts.length > 0;
    if (!record.acts.length) {
      part(form, "missing").scrollIntoView({ block: "center" });
      boxes(form)[0].focus({ preventScroll: true });
      return;
    }
    var amended = Boolean(Shuxiang.records.read(record.slot));
    var kept = Shuxiang.records.write(record);
    fill(form, record);
    said.textContent = keptText(kept, amended);
    part(form, "receipt").scrollIntoView({ block: "nearest" });
  }

  document.querySelectorAll("form[data-checkin]").forEach(function (form) {
    refresh(form);
    showCard(form);
    Shuxiang.records.onChange(function () {
      refresh(form);
    });
    Shuxiang.card.onChange(function () {
      showCard(form);
    });
    Shuxiang.records.warn(part(form, "storage-off"));
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      submit(form);
    });
    part(form, "submit").disabled = false; /* from here on it does what it says */
    Shuxiang.copyButtons(form);
  });
})();
