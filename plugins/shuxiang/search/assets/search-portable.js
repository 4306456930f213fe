// The search of a portable copy, whose pages may fetch nothing: titles, introductions, tags and headings, which come
// as a script.
(function () {
  "use strict";
  const Shuxiang = (window.Shuxiang = window.Shuxiang || {});

  function createTexts(outlines, pages, fold) {
    const folded = outlines.map(fold);

    return {
      step: Infinity, // every text is one piece
      find: function (word) {
        const places = new Map();
        folded.forEach(function (text, number) {
          const place = text.indexOf(word);
          if (place >= 0) places.set(pages[number], place);
        });
        return Promise.resolve(places);
      },
      forget: function () {},
      piece: function (page) { return Promise.resolve(outlines[page.number]); },
    };
  }

  function tables() {
    const address = new URL("search-index/outlines.js", Shuxiang.searchBase()).href;
    return Shuxiang.loadScript(address).then(
      function () {
        const found = Shuxiang.searchOutlines;
        return {
          table: found.table,
          fold: found.fold,
          createTexts: function (table, pages, fold) { return createTexts(found.outlines, pages, fold); },
        };
      },
      function () {
        throw new Shuxiang.SearchUnavailable("这份副本不完整，缺少搜索用的文件。请向提供它的人再要一份。");
      },
    );
  }

  Shuxiang.searchTables = tables;
})();
