/* The schedule's buttons: go to the current slot, print the page. */
(function () {
  "use strict";
  var now = document.querySelector('.sx-row[data-when="now"]:not(.sx-row--long):not(.sx-row--event)') || document.querySelector('.sx-row[data-when="now"]');
  var jump = document.querySelector("[data-jump-now]");
  var print = document.querySelector("[data-print]");

  if (jump && now) {
    jump.hidden = false;
    jump.addEventListener("click", function () {
      now.scrollIntoView({ block: "center" });
      now.querySelector("a, span").focus();
    });
  }
  if (print) {
    print.hidden = false;
    print.addEventListener("click", function () {
      window.print();
    });
  }
})();
