/* A table wider than the page scrolls in its own frame, and the keyboard can reach that frame. */
(function () {
  "use strict";
  var tables = document.querySelectorAll(".sx-text table:not([class])");

  function settle() {
    tables.forEach(function (table) {
      if (table.scrollWidth > table.clientWidth) {
        table.tabIndex = 0;
      } else {
        table.removeAttribute("tabindex");
      }
    });
  }

  settle();
  window.addEventListener("resize", settle);
})();
