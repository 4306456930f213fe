/* The reader's own marks on lists of slots, and the small line that sums them up. Nobody else sees them. */
(function () {
  "use strict";
  var Shuxiang = window.Shuxiang;

  function words(kind, record) {
    return kind === "acts" ? Shuxiang.receipt.actsText(record.acts) : kind === "alone" ? "已打卡" : "，已打卡";
  }

  function mark(element) {
    var record = Shuxiang.records.read(element.dataset.slot);
    var shown = element.querySelector("[data-mark]");
    element.classList.toggle("sx-done", Boolean(record));
    if (shown) {
      shown.textContent = record ? words(shown.dataset.mark, record) : "";
    }
  }

  function sumUp(element) {
    var records = Shuxiang.records.all();
    var notes = records.filter(function (record) {
      return record.note;
    });
    element.textContent = records.length
      ? "您在这台设备上记下了 " + records.length + " 期" + (notes.length ? "，写了 " + notes.length + " 条心得。" : "。")
      : "这台设备上还没有打卡记录。打卡自愿，什么时候开始都不晚。";
  }

  function show() {
    document.querySelectorAll("[data-slot]:not(form)").forEach(mark);
    document.querySelectorAll("[data-own-sum]").forEach(sumUp);
  }

  show();
  Shuxiang.records.onChange(show);
  window.addEventListener("pageshow", show);
  Shuxiang.showMarks = show;
})();
