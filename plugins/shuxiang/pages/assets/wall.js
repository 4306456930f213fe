/* The walls on a screen: a sheet is shown as wide as the window is, and a button prints it. */
(function () {
  "use strict";
  var root = document.documentElement;
  var print = document.querySelector("[data-print]");

  function show() {
    var sheet = document.querySelector(".wall-sheet");
    var scale = sheet ? (root.clientWidth - 32) / sheet.offsetWidth : 1;
    root.style.setProperty("--wall-scale", Math.max(0.5, Math.min(1, scale)).toFixed(3));
  }

  window.addEventListener("resize", show);
  show();
  if (print) {
    print.hidden = false;
    print.addEventListener("click", function () {
      window.print();
    });
  }
})();
