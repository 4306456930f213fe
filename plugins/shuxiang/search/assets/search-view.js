// The view: results as elements. Data only ever becomes text nodes.
(function () {
  "use strict";
  const Shuxiang = (window.Shuxiang = window.Shuxiang || {});

  function element(tag, className, content) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (content !== undefined) made.textContent = content;
    return made;
  }

  function appendSegments(parent, segments) {
    for (const segment of segments) {
      parent.append(segment.marked ? element("mark", "", segment.text) : segment.text);
    }
  }

  function appendWindows(parent, windows) {
    windows.forEach(function (window, n) {
      const parted = n > 0 && windows[n - 1].cutAfter; // its ellipsis is there already
      if (!parted && (n > 0 || window.cutBefore)) parent.append("…");
      appendSegments(parent, window.segments);
      if (window.cutAfter) parent.append("…");
    });
  }

  function origin(page) {
    const line = element("p", "sx-search__origin");
    [page.cadenceName, page.year && page.year + "年", page.slot].filter(Boolean).forEach(function (text, n) {
      if (n) line.append(" · ");
      line.append(element("span", "", text));
    });
    return line;
  }

  function resultItem(hit, words, engine) {
    const item = element("li", "sx-search__item");
    const link = element("a", "sx-search__link");
    link.href = hit.page.url;
    link.dataset.searchResult = "";
    appendSegments(link, Shuxiang.searchMarked(hit.page.title, words, engine.fold));
    const excerpt = element("p", "sx-search__excerpt");
    const where = origin(hit.page);
    if (where.childNodes.length) item.append(where);
    item.append(link, excerpt);
    return { item: item, excerpt: excerpt };
  }

  // Fills excerpts as they come into view. `stop` ends it, when other results take the place of these.
  function excerptLoader(words, engine) {
    const hits = new Map();
    const observer = new IntersectionObserver(function (entries) {
      for (const entry of entries) {
        const hit = entry.isIntersecting && hits.get(entry.target);
        if (hit) fill(entry.target, hit);
      }
    });
    let stopped = false;

    function fill(target, hit) {
      observer.unobserve(target);
      hits.delete(target);
      Shuxiang.searchExcerpt(hit, words, engine).then(
        function (windows) {
          if (stopped) return;
          appendWindows(target, windows);
          target.dataset.ready = "";
        },
        function () { target.dataset.ready = ""; }, // the link is there; its excerpt can be missed
      );
    }

    return {
      watch: function (target, hit) { hits.set(target, hit); observer.observe(target); },
      stop: function () { stopped = true; observer.disconnect(); },
    };
  }

  // Results into a list; gives the function that ends the loading of their excerpts.
  function showResults(list, hits, words, engine) {
    const loader = excerptLoader(words, engine);
    const made = hits.map(function (hit) { return resultItem(hit, words, engine); });
    list.replaceChildren.apply(list, made.map(function (result) { return result.item; }));
    made.forEach(function (result, n) { loader.watch(result.excerpt, hits[n]); });
    return loader.stop;
  }

  // What a portable copy's search leaves out, in words; nothing on a website.
  function scope() {
    if (!Shuxiang.portable) return "";
    const line = element("p", "sx-search__scope", "这是离线副本，能找标题、导语、标签和小标题。要找正文里的词，请到网站上搜索");
    const website = Shuxiang.portable.website;
    if (website) {
      const link = element("a", "", website);
      link.href = website;
      line.append("：", link);
    }
    line.append("。");
    return line;
  }

  const TITLES_ONLY = "全文搜索没能启动(浏览器太旧，或者网络不通)，下面只列出标题里有这些词的文章。";
  const HINTS = ["换一个词，或者换一种说法", "少写几个字，例如只写“履职”"];

  function nothingFound(query) {
    const box = element("div", "sx-search__nothing");
    box.append(element("p", "", "没有找到同时含有“" + query.trim() + "”的内容。可以试试："));
    const list = element("ul");
    HINTS.forEach(function (hint) { list.append(element("li", "", hint)); });
    box.append(list);
    return box;
  }

  Shuxiang.searchView = { TITLES_ONLY: TITLES_ONLY, element: element, scope: scope, showResults: showResults, nothingFound: nothingFound };
})();
