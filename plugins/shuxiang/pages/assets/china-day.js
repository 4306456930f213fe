/* The day and time in China (UTC+8, no summer time), wherever the browser stands. */
(function () {
  "use strict";
  var Shuxiang = (window.Shuxiang = window.Shuxiang || {});
  var OFFSET = 8 * 60 * 60 * 1000;

  function shifted() {
    return new Date(Date.now() + OFFSET).toISOString();
  }

  /** Today in China as 2026-11-21; such texts compare as dates do. */
  Shuxiang.today = function () {
    return shifted().slice(0, 10);
  };

  /** Now in China as 2026-11-21 15:04. */
  Shuxiang.now = function () {
    return shifted().slice(0, 16).replace("T", " ");
  };

  /** Whole days from one ISO day to another. */
  Shuxiang.daysBetween = function (from, to) {
    return Math.round((Date.parse(to) - Date.parse(from)) / 86400000);
  };
})();
