// The search page: query, cadence and year in the address, every result in the list.
(function () {
  "use strict";
  const Shuxiang = (window.Shuxiang = window.Shuxiang || {});

  function field(label, control) {
    const box = Shuxiang.searchView.element("label", "sx-search__field");
    box.append(Shuxiang.searchView.element("span", "sx-search__label", label), control);
    return box;
  }

  function build(root) {
    const element = Shuxiang.searchView.element;
    const form = element("form", "sx-search__form");
    form.setAttribute("role", "search");
    const input = element("input", "sx-search__input");
    Object.assign(input, { type: "search", name: "q", autocomplete: "off", spellcheck: false });
    input.setAttribute("enterkeyhint", "search");
    const submit = element("button", "sx-search__button sx-search__button--main", "搜索");
    const cadence = element("select", "sx-search__select");
    const year = element("select", "sx-search__select");
    const filters = element("div", "sx-search__filters");
    filters.append(field("栏目", cadence), field("年份", year));
    form.append(field("要找的词", input), submit, filters);
    const status = element("p", "sx-search__status");
    status.setAttribute("role", "status");
    const extra = element("div", "sx-search__extra");
    const results = element("ol", "sx-search__results");
    root.classList.add("sx-search", "sx-search-page");
    root.replaceChildren(form, Shuxiang.searchView.scope(), status, extra, results);
    return { root: root, form: form, input: input, cadence: cadence, year: year, status: status, extra: extra, results: results };
  }

  function fillSelect(select, options, all) {
    const kept = select.value || select.dataset.wanted || "";
    select.replaceChildren.apply(select, [["", all]].concat(options).map(function (option) {
      const made = Shuxiang.searchView.element("option", "", option[1]);
      made.value = option[0];
      return made;
    }));
    select.value = kept;
    if (select.selectedIndex < 0) select.value = "";
  }

  function wanted(parts) {
    return { q: parts.input.value, cadence: valueOf(parts.cadence), year: valueOf(parts.year) };
  }

  // Before the tables are here a select has no options; what the address asks for waits in `data-wanted`.
  function valueOf(select) {
    return select.options.length ? select.value : select.dataset.wanted || "";
  }

  function addressOf(state) {
    const url = new URL(window.location.href);
    ["q", "cadence", "year"].forEach(function (name) {
      const value = state[name].trim();
      if (value) url.searchParams.set(name, value);
      else url.searchParams.delete(name);
    });
    return url.href;
  }

  function readAddress(parts) {
    const parameters = new URL(window.location.href).searchParams;
    parts.input.value = parameters.get("q") || "";
    [["cadence", parts.cadence], ["year", parts.year]].forEach(function (pair) {
      pair[1].dataset.wanted = parameters.get(pair[0]) || "";
      if (pair[1].options.length) pair[1].value = pair[1].dataset.wanted;
      if (pair[1].selectedIndex < 0) pair[1].value = "";
    });
  }

  function passes(page, state) {
    return (!state.cadence || page.cadence === state.cadence) && (!state.year || page.year === state.year);
  }

  function display(parts) {
    let stop = function () {};
    let latest = null;

    function clear(message) {
      stop();
      latest = null;
      delete parts.results.dataset.searchTotal;
      parts.results.replaceChildren();
      parts.extra.replaceChildren();
      parts.status.textContent = message;
    }

    function showHits(query, answer, engine) {
      const state = wanted(parts);
      const hits = answer.hits.filter(function (hit) { return passes(hit.page, state); });
      clear(answer.complete ? countOf(hits.length, answer.hits.length) :
        Shuxiang.searchView.TITLES_ONLY);
      latest = { query: query, answer: answer, engine: engine };
      if (!hits.length && answer.complete) parts.extra.append(Shuxiang.searchView.nothingFound(query));
      stop = Shuxiang.searchView.showResults(parts.results, hits, answer.words, engine);
      if (answer.complete) parts.results.dataset.searchTotal = String(hits.length);
    }

    function countOf(shown, all) {
      if (!shown) return all ? "所选的栏目和年份里没有，其他地方有 " + all + " 篇" : "没有找到";
      return shown === all ? "找到 " + all + " 篇" : "找到 " + shown + " 篇(不限栏目和年份共 " + all + " 篇)";
    }

    return {
      pending: function () { delete parts.results.dataset.searchTotal; },
      empty: function () { clear("输入一个词；几个词用空格隔开，会找同时含有它们的文章。"); },
      searching: function () { clear("正在搜索……"); },
      failure: clear,
      answer: showHits,
      refilter: function () { if (latest) showHits(latest.query, latest.answer, latest.engine); },
    };
  }

  function start(root) {
    const parts = build(root);
    parts.input.setAttribute("aria-describedby", (parts.status.id = "sx-search-status"));
    const show = display(parts);
    const session = Shuxiang.createSearchSession(parts.input, Object.assign({}, show, {
      answer: function (query, answer, engine) { keepAddress(); show.answer(query, answer, engine); },
      empty: function () { keepAddress(); show.empty(); },
    }));

    function keepAddress() {
      const address = addressOf(wanted(parts));
      if (address !== window.location.href) window.history.replaceState(null, "", address);
    }

    // A new entry for what was asked on purpose, so that "back" returns to the earlier question.
    function pushAddress() {
      const address = addressOf(wanted(parts));
      if (address === submitted) return;
      window.history.replaceState(null, "", submitted); // typing has overwritten it
      window.history.pushState(null, "", address);
      submitted = address;
    }

    function fromAddress() {
      readAddress(parts);
      submitted = addressOf(wanted(parts));
      session.again();
    }

    parts.form.addEventListener("submit", function (event) {
      event.preventDefault();
      pushAddress();
      session.now();
    });
    parts.input.addEventListener("keydown", function (event) {
      if (event.key === "Enter" && session.isComposing(event)) event.preventDefault();
    });
    [parts.cadence, parts.year].forEach(function (select) {
      select.addEventListener("change", function () { keepAddress(); show.refilter(); });
    });
    window.addEventListener("popstate", fromAddress);

    let submitted = "";
    fromAddress();
    Shuxiang.searchEngine().then(function (engine) {
      fillSelect(parts.cadence, engine.cadences, "全部栏目");
      fillSelect(parts.year, engine.years.map(function (year) { return [year, year + "年"]; }), "全部年份");
    }, function (error) {
      show.failure(error.message);
    });
  }

  Shuxiang.searchPage = { start: start };
})();
