// A session: one input and the newest answer to it. Knows input methods, pauses, and answers that come too late.
(function () {
  "use strict";
  const Shuxiang = (window.Shuxiang = window.Shuxiang || {});
  const PAUSE = 220; // milliseconds without typing before a search
  const PATIENCE = 250; // before saying that a search is under way

  // show: {pending(), empty(), searching(), answer(query, answer, engine), failure(message)}; what is shown at
  // `pending` no longer answers the input, though nothing better is known yet.
  function createSession(input, show) {
    let composing = false;
    let timer = 0;
    let turn = 0;
    let answered = null; // the query on show, null when it is out of date

    async function run(query) {
      const mine = ++turn;
      answered = query;
      show.pending();
      if (!query.trim()) {
        show.empty();
        return;
      }
      const notice = setTimeout(function () { if (mine === turn) show.searching(); }, PATIENCE);
      try {
        const engine = await Shuxiang.searchEngine();
        const answer = await engine.search(query);
        if (mine === turn) show.answer(query, answer, engine);
      } catch (error) {
        const known = error instanceof Shuxiang.SearchUnavailable;
        if (mine === turn) show.failure(known ? error.message : "搜索出了问题。请刷新本页再试。");
      } finally {
        clearTimeout(notice);
      }
    }

    function now() {
      clearTimeout(timer);
      if (!composing && input.value !== answered) run(input.value);
    }

    function soon() {
      clearTimeout(timer);
      if (composing) return;
      answered = null;
      show.pending();
      timer = setTimeout(now, PAUSE);
    }

    input.addEventListener("compositionstart", function () { composing = true; clearTimeout(timer); });
    input.addEventListener("compositionend", function () { composing = false; soon(); });
    input.addEventListener("input", soon);

    return {
      now: now,
      // An Enter that ends a composition is not a submission; some browsers tell only by the key code.
      isComposing: function (event) { return composing || event.isComposing || event.keyCode === 229; },
      again: function () { answered = null; now(); },
    };
  }

  Shuxiang.createSearchSession = createSession;
})();
