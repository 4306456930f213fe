// Opens the search: from any [data-search-open], from "/" and from Ctrl or Command K. This file is all that a page
// loads; the rest is fetched from beside it when someone searches, or at once on the search page.
(function () {
  "use strict";
  const Shuxiang = (window.Shuxiang = window.Shuxiang || {});
  const FILES = [
    "fold.js", "spread.js", "search-online.js", "search-engine.js", "excerpt.js", "search-view.js", "search-session.js",
    "search-dialog.js", "search-page.js",
  ];
  const IN_A_COPY = { "search-online.js": "search-portable.js" };
  const folder = new URL(".", document.currentScript.src).href;
  const base = siteRoot();
  let loading = null;

  function loadScript(address) {
    return new Promise(function (resolve, reject) {
      const script = document.createElement("script");
      script.src = address;
      script.async = false; // run in the order given
      script.onload = resolve;
      script.onerror = function () { reject(new Error(script.src)); };
      document.head.append(script);
    });
  }

  function load(file) {
    return loadScript(folder + ((Shuxiang.portable && IN_A_COPY[file]) || file));
  }

  function loadAll() {
    if (!loading) {
      loading = Promise.all(FILES.map(load));
      loading.catch(function () { loading = null; }); // the next attempt may have a connection
    }
    return loading;
  }

  // Taken once: a theme that swaps pages without loading them keeps the first page's <meta>.
  function siteRoot() {
    const meta = document.querySelector('meta[name="shuxiang:base"]');
    const way = (meta && meta.content) || ".";
    return new URL(way.endsWith("/") ? way : way + "/", document.location.href);
  }

  // The search page, asking for `query`. A copy that is opened without a server has no page for a mere folder.
  function searchUrl(query) {
    const url = new URL(Shuxiang.portable ? "search/index.html" : "search/", base);
    if (query.trim()) url.searchParams.set("q", query.trim());
    return url.href;
  }

  function isTyping(target) {
    return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
  }

  function isShortcut(event) {
    if (event.defaultPrevented || event.isComposing || event.altKey) return false;
    const command = event.ctrlKey || event.metaKey;
    if (command) return event.key.toLowerCase() === "k" && !event.shiftKey;
    return event.key === "/" && !isTyping(event.target);
  }

  function open(opener) {
    const input = document.querySelector("[data-search-page] input");
    if (input) { // one search on a page is enough
      input.focus();
      input.select();
      return;
    }
    loadAll().then(
      function () { Shuxiang.searchDialog.open(opener); },
      function () { window.location.href = searchUrl(""); },
    );
  }

  document.addEventListener("click", function (event) {
    const opener = event.target instanceof Element && event.target.closest("[data-search-open]");
    if (!opener || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(opener);
  });

  // In the capture phase: a theme's own search must not answer the same keys as well.
  document.addEventListener("keydown", function (event) {
    if (!isShortcut(event)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    open(document.activeElement);
  }, true);

  function startPage() {
    const page = document.querySelector("[data-search-page]:not([data-search-started])");
    if (!page) return;
    page.dataset.searchStarted = "";
    loadAll().then(
      function () { Shuxiang.searchPage.start(page); },
      function () { page.textContent = "搜索没有载入。请检查网络后刷新本页。"; },
    );
  }

  Shuxiang.searchBase = function () { return base; };
  Shuxiang.searchUrl = searchUrl;
  Shuxiang.loadScript = loadScript;
  // Material's instant navigation announces every page; without it this one is all there is.
  if (window.document$) window.document$.subscribe(startPage);
  else startPage();
})();
