/* The calendars' addresses: whole, as this reader reaches the site, to copy or to hand to a calendar program. */
(function () {
  "use strict";
  var Shuxiang = window.Shuxiang;

  function offer(part) {
    var address = part.querySelector("[data-file]").href;
    var field = part.querySelector("[data-address]");
    var copy = part.querySelector("[data-copy-address]");
    var open = part.querySelector("[data-open]");
    var said = part.querySelector("[data-copied]");

    field.value = address;
    field.parentNode.hidden = false;
    field.addEventListener("focus", function () {
      field.select();
    });
    open.href = address.replace(/^https?:/, "webcal:");
    open.hidden = false;
    copy.hidden = false;
    said.hidden = false;
    copy.addEventListener("click", function () {
      Shuxiang.copy(field).then(function (done) {
        said.textContent = done ? "网址已复制，可以粘贴到日历软件里了。" : "浏览器不允许自动复制。网址已经选中，请长按或按 Ctrl C 复制。";
      });
    });
  }

  if (/^https?:$/.test(window.location.protocol)) {
    document.querySelectorAll("[data-calendar]").forEach(offer);
  }
})();
