/* The header's buttons: menu on a phone, text size, light and dark. */
(function () {
  "use strict";
  var root = document.documentElement;
  var sizes = ["normal", "large", "xlarge"];
  var sizeNames = { normal: "标准", large: "大", xlarge: "特大" };

  function keep(name, value) {
    try {
      window.localStorage.setItem("shuxiang:" + name, value);
    } catch (error) {
      /* storage switched off: the choice holds for this page */
    }
  }

  function showSize(button) {
    var size = root.dataset.sxText;
    button.querySelector("[data-value]").textContent = sizeNames[size] || sizeNames.normal;
  }

  document.querySelectorAll("[data-text-size]").forEach(function (button) {
    showSize(button);
    button.addEventListener("click", function () {
      var next = sizes[(sizes.indexOf(root.dataset.sxText) + 1) % sizes.length];
      root.dataset.sxText = next;
      keep("text", next);
      showSize(button);
    });
  });

  function isDark() {
    return document.body.getAttribute("data-md-color-scheme") === "slate";
  }

  document.querySelectorAll("[data-scheme]").forEach(function (button) {
    var show = function () {
      button.querySelector("[data-value]").textContent = isDark() ? "浅色" : "深色";
    };
    show();
    button.addEventListener("click", function () {
      document.body.setAttribute("data-md-color-scheme", isDark() ? "default" : "slate");
      keep("scheme", isDark() ? "dark" : "light");
      show();
    });
  });

  document.querySelectorAll("[data-menu]").forEach(function (button) {
    var menu = document.getElementById(button.getAttribute("aria-controls"));
    button.addEventListener("click", function () {
      var open = button.getAttribute("aria-expanded") !== "true";
      button.setAttribute("aria-expanded", String(open));
      menu.classList.toggle("sx-nav--open", open);
    });
    document.addEventListener("keydown", function (event) {
      if (event.key === "Escape" && button.getAttribute("aria-expanded") === "true") {
        button.click();
        button.focus();
      }
    });
  });
})();
