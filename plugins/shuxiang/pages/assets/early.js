/* Runs before the page is painted: the reader's own choice of text size and of light or dark. */
(function () {
  "use strict";
  var root = document.documentElement;
  var read = function (name) {
    try {
      return window.localStorage.getItem("shuxiang:" + name);
    } catch (error) {
      return null; /* storage switched off: the defaults stand */
    }
  };
  root.classList.remove("no-js");
  root.classList.add("sx-js");
  root.dataset.sxText = read("text") || "normal";
  var wanted = read("scheme");
  var dark = wanted ? wanted === "dark" : window.matchMedia("(prefers-color-scheme: dark)").matches;
  document.body.setAttribute("data-md-color-scheme", dark ? "slate" : "default");
})();
