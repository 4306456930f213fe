// The full text, over the web: the tables and Pagefind, fetched on first use; excerpts a few kilobytes at a time.
(function () {
  "use strict";
  const Shuxiang = (window.Shuxiang = window.Shuxiang || {});

  function folder() {
    return new URL("search-index/", Shuxiang.searchBase());
  }

  async function json(name) {
    let response;
    try {
      // Revalidated every time: an old table beside a new index would name the wrong pages.
      response = await fetch(new URL(name, folder()), { cache: "no-cache" });
    } catch (error) {
      throw new Shuxiang.SearchUnavailable("没有连上网站，暂时不能搜索。请检查网络后再试。");
    }
    if (!response.ok) throw new Shuxiang.SearchUnavailable("网站的全文搜索还没有准备好(缺少搜索索引)。请告诉网站管理员。");
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

  function createTexts(table, pages) {
    const byEntry = new Map(pages.filter(function (page) { return page.entry; }).map(function (page) {
      return [page.entry, page];
    }));
    const pieces = new Map();
    let pagefind = null;

    async function find(word) {
      const places = new Map();
      if (!byEntry.size) return places;
      pagefind = pagefind || loadPagefind(table.engine);
      const answer = await (await pagefind).search('"' + Shuxiang.spreadWord(word, table.frequent) + '"');
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

    function piece(page, number) {
      const url = new URL("text/" + page.entry + "-" + number + ".txt", folder()).href;
      if (!pieces.has(url)) {
        const text = fetch(url).then(function (response) {
          if (!response.ok) throw new Error(url);
          return response.text();
        });
        text.catch(function () { pieces.delete(url); });
        pieces.set(url, text);
      }
      return pieces.get(url);
    }

    return { step: table.step, find: find, forget: forget, piece: piece };
  }

  function tables() {
    if (window.location.protocol === "file:") {
      return Promise.reject(new Shuxiang.SearchUnavailable("全文搜索需要通过网址打开网站。现在打开的是本机文件，请在浏览器里输入网站的地址。"));
    }
    return Promise.all([json("pages.json"), json("fold.json")]).then(function (found) {
      return { table: found[0], fold: found[1], createTexts: createTexts };
    });
  }

  Shuxiang.searchTables = tables;
})();
