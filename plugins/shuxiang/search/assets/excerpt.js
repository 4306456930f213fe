// Excerpts: short windows of a page's original text around what was found, as segments {text, marked}.
(function () {
  "use strict";
  const Shuxiang = (window.Shuxiang = window.Shuxiang || {});
  const BEFORE = 22;
  const WINDOW = 60;
  const MOST_WINDOWS = 2;

  // Ranges [start, end) of the words in the original text, in order, overlaps joined.
  function findWords(text, words, fold) {
    const aligned = fold.align(text);
    const ranges = [];
    for (const word of words) {
      let at = aligned.folded.indexOf(word);
      while (at >= 0) {
        ranges.push([aligned.starts[at], endOf(aligned.starts, at + word.length)]);
        at = aligned.folded.indexOf(word, at + word.length);
      }
    }
    ranges.sort(function (a, b) { return a[0] - b[0] || b[1] - a[1]; });
    return join(ranges);
  }

  // A match may end inside a cluster (the "m" of ㎡): the mark covers the whole of it.
  function endOf(starts, end) {
    let last = end;
    while (last < starts.length - 1 && starts[last] === starts[end - 1]) last++;
    return starts[last];
  }

  function join(ranges) {
    const joined = [];
    for (const range of ranges) {
      const last = joined[joined.length - 1];
      if (last && range[0] <= last[1]) last[1] = Math.max(last[1], range[1]);
      else joined.push(range.slice());
    }
    return joined;
  }

  function segments(text, start, end, ranges) {
    const parts = [];
    let at = start;
    function push(to, marked) {
      if (to > at) parts.push({ text: text.slice(at, to), marked: marked });
      at = Math.max(at, to);
    }
    for (const range of ranges) {
      if (range[1] <= start || range[0] >= end) continue;
      push(Math.max(range[0], start), false);
      push(Math.min(range[1], end), true);
    }
    push(end, false);
    return parts;
  }

  // Never cut a surrogate pair in two.
  function whole(text, at) {
    const code = text.charCodeAt(at);
    return code >= 0xdc00 && code <= 0xdfff ? at - 1 : at;
  }

  // The window around a match, inside its own block.
  function windowAt(text, range) {
    const blockStart = text.lastIndexOf("\n", range[0]) + 1;
    const newline = text.indexOf("\n", range[1]);
    const blockEnd = newline < 0 ? text.length : newline;
    let start = Math.max(blockStart, whole(text, Math.max(0, range[0] - BEFORE)));
    const end = Math.min(blockEnd, Math.max(range[1], whole(text, start + WINDOW)));
    start = Math.max(blockStart, Math.min(start, whole(text, Math.max(0, end - WINDOW))));
    return { text: text, match: range, start: start, end: end, blockStart: blockStart, blockEnd: blockEnd };
  }

  // The first match of the word, and, when it is to be the only word, the next one that its window leaves out.
  function anchorsIn(text, word, fold, alone) {
    const ranges = findWords(text, [word], fold);
    const windows = ranges.slice(0, 1).map(function (range) { return windowAt(text, range); });
    const next = alone && windows.length && ranges.find(function (range) { return range[0] >= windows[0].end; });
    return next ? windows.concat(windowAt(text, next)) : windows;
  }

  // Windows of the same text that touch are one.
  function settle(windows) {
    const settled = [];
    for (const window of windows) {
      const touching = settled.find(function (earlier) {
        return earlier.text === window.text && window.start <= earlier.end && window.end >= earlier.start;
      });
      if (!touching) settled.push(window);
      else {
        touching.start = Math.min(touching.start, window.start);
        touching.end = Math.max(touching.end, window.end);
      }
    }
    return settled;
  }

  function shown(window, words, fold) {
    const ranges = findWords(window.text, words, fold);
    return {
      segments: segments(window.text, window.start, window.end, ranges),
      cutBefore: window.start > window.blockStart,
      cutAfter: window.end < window.blockEnd,
    };
  }

  function opening(text) {
    const end = text.indexOf("\n");
    const block = end < 0 ? text : text.slice(0, end);
    const cut = Math.min(block.length, WINDOW);
    return { segments: [{ text: block.slice(0, whole(block, cut)), marked: false }], cutBefore: false, cutAfter: cut < block.length };
  }

  // Which piece to read for a place. One past the text belongs to a character so frequent that the index only
  // says it is there: the first piece will most likely have it.
  function pieceOf(place, hit, step) {
    return place < hit.page.length ? Math.floor(place / step) : 0;
  }

  // Up to two windows for a hit, a promise.
  async function excerpt(hit, words, engine) {
    if (!hit.page.length) return [];
    const found = hit.found.slice().sort(function (a, b) { return a.place - b.place; }).slice(0, MOST_WINDOWS);
    const pieces = await Promise.all((found.length ? found : [{ place: 0 }]).map(function (match) {
      return engine.piece(hit.page, pieceOf(match.place, hit, engine.step));
    }));
    const anchors = found.map(function (match, n) {
      return anchorsIn(pieces[n], match.word, engine.fold, found.length === 1);
    });
    const windows = settle([].concat.apply([], anchors));
    if (!windows.length) return [opening(pieces[0])];
    return windows.map(function (window) { return shown(window, words, engine.fold); });
  }

  // A title, all of it, with the words marked.
  function marked(text, words, fold) {
    return segments(text, 0, text.length, findWords(text, words, fold));
  }

  Shuxiang.searchExcerpt = excerpt;
  Shuxiang.searchMarked = marked;
})();
