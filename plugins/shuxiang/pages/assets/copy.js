/* Copying text, also where navigator.clipboard does not exist (plain HTTP). */
(function () {
  "use strict";
  var Shuxiang = (window.Shuxiang = window.Shuxiang || {});

  function select(field) {
    field.focus();
    field.select();
    field.setSelectionRange(0, field.value.length);
  }

  function byCommand(field) {
    select(field);
    try {
      return document.execCommand("copy");
    } catch (error) {
      return false;
    }
  }

  /** Copy a text field's content; the promise tells whether it worked. The text stays selected if not. */
  Shuxiang.copy = function (field) {
    if (window.isSecureContext && navigator.clipboard) {
      return navigator.clipboard.writeText(field.value).then(
        function () {
          return true;
        },
        function () {
          return byCommand(field);
        }
      );
    }
    return Promise.resolve(byCommand(field));
  };

  /** Make every copy button below `root` copy the field it names and say how that went. */
  Shuxiang.copyButtons = function (root) {
    root.querySelectorAll("[data-copy]").forEach(function (button) {
      var field = document.getElementById(button.dataset.copy);
      var said = button.parentNode.querySelector("[data-copied]");
      button.addEventListener("click", function () {
        Shuxiang.copy(field).then(function (done) {
          said.textContent = done ? "已复制，可以粘贴到聊天群里了。" : "浏览器不允许自动复制。文字已经选中，请长按或按 Ctrl C 复制。";
        });
      });
    });
  };
})();
