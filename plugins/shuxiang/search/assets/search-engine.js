// The engine: which pages hold every word of a query. Fetches the tables and Pagefind on first use.
(function () {
  "use strict";
  const Shuxiang = (window.Shuxiang = window.Shuxiang || {});
  const LONGEST_WORD = 40; // a longer one is looked up by its beginning

  function SearchUnavailable(message) {
    this.message = message;
  }
  SearchUnavailable.prototype = Object.create(Error.prototype);

  function folder() {
    return new URL("search-index/", Shuxiang.searchBase());
  }

  async function json(name) {
    let response;
    try {
      // Revalidated every time: an old table beside a new index would name the wrong pages.
      response = await fetch(new URL(name, folder()), { cache: "no-cache" });
    } catch (error) {
      throw new SearchUnavailable("没有连上网站，暂时不能搜索。请检查网络后再试。");
    }
    if (!response.ok) throw new SearchUnavailable("网站的全文搜索还没有准备好(缺少搜索索引)。请告诉网站管理员。");
    return response.json();
  }

  async function loadPagefind(version) {
    const url = new URL("pagefind.js", folder());
    url.searchParams.set("v", version);
    const pagefind = await import(url.href);
    // No worker: it would be one more download, and one phrase takes milliseconds.
    await pagefind.options({ noWorker: true });
    return pagefind;
  }

  function toPage(row, number, table, fold) {
    const cadence = table.cadences[row[3]] || ["", ""];
    return {
      number: number, entry: row[0], url: new URL(row[1], Shuxiang.searchBase()).href, title: row[2],
      cadence: cadence[0], cadenceName: cadence[1], slot: row[4], year: row[5], length: row[6], foldedTitle: fold(row[2]),
    };
  }

  function createEngine(table, foldTable) {
    const fold = Shuxiang.createFold(foldTable);
    const pages = table.pages.map(function (row, number) { return toPage(row, number, table, fold); });
    const byEntry = new Map(pages.filter(function (page) { return page.entry; }).map(function (page) {
      return [page.entry, page];
    }));
    let pagefind = null;

    function wordsOf(query) {
      const words = fold(query).split(/\s+/).filter(Boolean).map(function (word) {
        return Array.from(word).slice(0, LONGEST_WORD).join("");
      });
      return Array.from(new Set(words));
    }

    // Map from page to the place of the word's first match in its text.
    async function inTexts(word) {
      pagefind = pagefind || loadPagefind(table.engine);
      const answer = await (await pagefind).search('"' + Shuxiang.spreadWord(word, table.frequent) + '"');
      const places = new Map();
      for (const result of answer.results) {
        const page = byEntry.get(result.id.replace(/^unknown_/, ""));
        if (page) places.set(page, result.words[0]);
      }
      return places;
    }

    // Pagefind remembers that it could not start; the next search is to try again.
    function forget() {
      const failed = pagefind;
      pagefind = null;
      if (failed) failed.then(function (module) { module.destroy(); }, function () {});
    }

    async function search(query) {
      const words = wordsOf(query);
      let texts = words.map(function () { return new Map(); });
      let complete = true;
      if (byEntry.size) {
        try {
          texts = await Promise.all(words.map(inTexts));
        } catch (error) {
          // No WebAssembly here, or the content security policy forbids it: titles can still be searched.
          forget();
          complete = false;
        }
      }
      return { words: words, complete: complete, hits: words.length ? hits(words, texts) : [] };
    }

    function hits(words, texts) {
      const found = [];
      for (const page of pages) {
        const titled = words.map(function (word) { return page.foldedTitle.includes(word); });
        const every = words.every(function (word, n) { return titled[n] || texts[n].has(page); });
        if (every) {
          found.push({
            page: page,
            inTitle: titled.every(Boolean),
            found: words
              .map(function (word, n) { return { word: word, place: texts[n].get(page) }; })
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
      step: table.step,
      textUrl: function (page, piece) { return new URL("text/" + page.entry + "-" + piece + ".txt", folder()).href; },
      cadences: table.cadences,
      years: Array.from(new Set(pages.map(function (page) { return page.year; }).filter(Boolean))).sort().reverse(),
    };
  }

  let engine = null;

  // The one engine of this page, a promise.
  function searchEngine() {
    if (window.location.protocol === "file:") {
      return Promise.reject(new SearchUnavailable("全文搜索需要通过网址打开网站。现在打开的是本机文件，请在浏览器里输入网站的地址。"));
    }
    if (!engine) {
      engine = Promise.all([json("pages.json"), json("fold.json")]).then(function (tables) {
        return createEngine(tables[0], tables[1]);
      });
      engine.catch(function () { engine = null; });
    }
    return engine;
  }

  Shuxiang.searchEngine = searchEngine;
  Shuxiang.createSearchEngine = createEngine;
  Shuxiang.SearchUnavailable = SearchUnavailable;
})();
