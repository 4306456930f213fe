// The dialog that every page can open: the first results, and the way to all of them.
(function () {
  "use strict";
  const Shuxiang = (window.Shuxiang = window.Shuxiang || {});
  const FIRST = 8;
  let dialog = null;

  function button(label, className) {
    const made = Shuxiang.searchView.element("button", className, label);
    made.type = "button";
    return made;
  }

  function build() {
    const element = Shuxiang.searchView.element;
    const box = element("dialog", "sx-search sx-search-dialog");
    const title = element("h2", "sx-search__heading", "搜索");
    title.id = "sx-search-dialog-title";
    box.setAttribute("aria-labelledby", title.id);
    const form = element("form", "sx-search__form");
    form.setAttribute("role", "search");
    const input = element("input", "sx-search__input");
    Object.assign(input, { type: "search", name: "q", autocomplete: "off", spellcheck: false, placeholder: "输入要找的词" });
    input.setAttribute("aria-label", "搜索全站的文章");
    input.setAttribute("enterkeyhint", "search");
    const close = button("关闭", "sx-search__button");
    form.append(input, close);
    const status = element("p", "sx-search__status");
    status.setAttribute("role", "status");
    const results = element("ol", "sx-search__results");
    const body = element("div", "sx-search__body");
    const all = element("a", "sx-search__all");
    const extra = element("div", "sx-search__extra");
    body.append(extra, results, all);
    box.append(title, form, Shuxiang.searchView.scope(), status, body);
    document.body.append(box);
    return { box: box, form: form, input: input, close: close, status: status, results: results, all: all, extra: extra, body: body };
  }

  function display(parts) {
    let stop = function () {};

    function clear(message) {
      stop();
      parts.results.replaceChildren();
      parts.extra.replaceChildren();
      parts.all.hidden = true;
      parts.status.textContent = message;
    }

    return {
      pending: function () {},
      empty: function () { clear("输入一个词；几个词用空格隔开，会找同时含有它们的文章。"); },
      searching: function () { parts.status.textContent = "正在搜索……"; },
      failure: clear,
      answer: function (query, answer, engine) {
        clear(answer.complete ? "" : Shuxiang.searchView.TITLES_ONLY);
        const total = answer.hits.length;
        if (!total && answer.complete) {
          parts.status.textContent = "没有找到";
          parts.extra.append(Shuxiang.searchView.nothingFound(query));
          return;
        }
        if (answer.complete) parts.status.textContent = "找到 " + total + " 篇";
        stop = Shuxiang.searchView.showResults(parts.results, answer.hits.slice(0, FIRST), answer.words, engine);
        parts.body.scrollTop = 0;
        parts.all.href = Shuxiang.searchUrl(query);
        parts.all.textContent = "全部 " + total + " 条结果";
        parts.all.hidden = !total;
      },
    };
  }

  // Arrow keys walk from the input through the links and back.
  function walk(parts, event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const stops = [parts.input].concat(Array.from(parts.body.querySelectorAll("a:not([hidden])")));
    const next = stops[stops.indexOf(document.activeElement) + step];
    event.preventDefault();
    if (next) next.focus();
  }

  function create() {
    const parts = build();
    const show = display(parts);
    const session = Shuxiang.createSearchSession(parts.input, show);
    let opener = null;

    parts.form.addEventListener("submit", function (event) {
      event.preventDefault();
      if (parts.input.value.trim()) window.location.href = Shuxiang.searchUrl(parts.input.value);
    });
    parts.box.addEventListener("keydown", function (event) {
      if (session.isComposing(event)) {
        if (event.key === "Enter") event.preventDefault();
        return;
      }
      walk(parts, event);
    });
    parts.close.addEventListener("click", function () { parts.box.close(); });
    parts.box.addEventListener("click", function (event) {
      if (event.target === parts.box) parts.box.close(); // the backdrop
    });
    parts.box.addEventListener("close", function () {
      if (opener && opener.isConnected && opener.focus) opener.focus();
    });

    return function (from) {
      if (parts.box.open) return;
      opener = from;
      parts.box.showModal();
      parts.input.focus();
      parts.input.select();
      session.again();
    };
  }

  function open(opener) {
    if (!window.HTMLDialogElement) {
      window.location.href = Shuxiang.searchUrl("");
      return;
    }
    dialog = dialog || create();
    dialog(opener);
  }

  Shuxiang.searchDialog = { open: open };
})();
