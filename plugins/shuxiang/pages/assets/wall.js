/* The walls on a screen: a sheet is shown as wide as the window is, down to a phone, and a button prints it. */
(function () {
  "use strict";
  var root = document.documentElement;
  var print = document.querySelector("[data-print]");

  function show() {
    var sheet = document.querySelector(".wall-sheet");
    var scale = sheet ? (root.clientWidth - 32) / sheet.offsetWidth : 1;
    root.style.setProperty("--wall-scale", Math.min(1, scale).toFixed(4));
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
