// The engine: which pages hold every word of a query. What the texts hold is asked of search-online.js, or, in a
// portable copy, of search-portable.js.
(function () {
  "use strict";
  const Shuxiang = (window.Shuxiang = window.Shuxiang || {});
  const LONGEST_WORD = 40; // a longer one is looked up by its beginning

  function SearchUnavailable(message) {
    this.message = message;
  }
  SearchUnavailable.prototype = Object.create(Error.prototype);

  function toPage(row, number, table, fold) {
    const cadence = table.cadences[row[3]] || ["", ""];
    return {
      number: number, entry: row[0], url: new URL(row[1], Shuxiang.searchBase()).href, title: row[2],
      cadence: cadence[0], cadenceName: cadence[1], slot: row[4], year: row[5], length: row[6], foldedTitle: fold(row[2]),
    };
  }

  // createTexts(table, pages, fold) -> {find(word): promise of a Map from page to the place of the word's first match
  // in its text, forget(): after a failure, piece(page, number): promise of a part of a text, step: how long parts are}
  function createEngine(table, foldTable, createTexts) {
    const fold = Shuxiang.createFold(foldTable);
    const pages = table.pages.map(function (row, number) { return toPage(row, number, table, fold); });
    const texts = createTexts(table, pages, fold);

    function wordsOf(query) {
      const words = fold(query).split(/\s+/).filter(Boolean).map(function (word) {
        return Array.from(word).slice(0, LONGEST_WORD).join("");
      });
      return Array.from(new Set(words));
    }

    async function search(query) {
      const words = wordsOf(query);
      let places = words.map(function () { return new Map(); });
      let complete = true;
      try {
        places = await Promise.all(words.map(texts.find));
      } catch (error) {
        // No WebAssembly here, or the content security policy forbids it: titles can still be searched.
        texts.forget();
        complete = false;
      }
      return { words: words, complete: complete, hits: words.length ? hits(words, places) : [] };
    }

    function hits(words, places) {
      const found = [];
      for (const page of pages) {
        const titled = words.map(function (word) { return page.foldedTitle.includes(word); });
        const every = words.every(function (word, n) { return titled[n] || places[n].has(page); });
        if (every) {
          found.push({
            page: page,
            inTitle: titled.every(Boolean),
            found: words
              .map(function (word, n) { return { word: word, place: places[n].get(page) }; })
              .filter(function (match) { return match.place !== undefined; }),
          });
        }
      }
      // Pages come newest first, and sorting is stable.
      return found.sort(function (a, b) { return b.inTitle - a.inTitle; });
    }

    return {
      search: search,
      fold: fold,
      step: texts.step,
      piece: texts.piece,
      cadences: table.cadences,
      years: Array.from(new Set(pages.map(function (page) { return page.year; }).filter(Boolean))).sort().reverse(),
    };
  }

  let engine = null;

  // The one engine of this page, a promise.
  function searchEngine() {
    if (!engine) {
      engine = Shuxiang.searchTables().then(function (tables) {
        return createEngine(tables.table, tables.fold, tables.createTexts);
      });
      engine.catch(function () { engine = null; });
    }
    return engine;
  }

  Shuxiang.searchEngine = searchEngine;
  Shuxiang.SearchUnavailable = SearchUnavailable;
})();
