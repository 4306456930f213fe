// Folding: what two spellings of the same text have in common. The steps are those of fold.py, on the same table.
(function () {
  "use strict";
  const Shuxiang = (window.Shuxiang = window.Shuxiang || {});
  const JOINING = "\\u0300-\\u036f\\u3099\\u309a\\uff9e\\uff9f";
  const JOINED = new RegExp("[" + JOINING + "]");
  const CLUSTERS = new RegExp("[^" + JOINING + "]?[" + JOINING + "]+|[^" + JOINING + "]", "gsu");
  const INVISIBLE =
    /[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\u{e0100}-\u{e01ef}]/gu;
  const SPACE = /[\t\v\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/g;

  function plain(character) {
    const visible = character.replace(INVISIBLE, "");
    if (visible && visible.codePointAt(0) > 0x3ffff) return "\ufffd";
    const folded = visible.normalize("NFKC").toLowerCase().normalize("NFKC");
    return folded.replace(INVISIBLE, "").replace(SPACE, " ");
  }

  // table: {from, to}, two strings of as many characters, Traditional and Simplified.
  function createFold(table) {
    const simplified = new Map();
    const to = Array.from(table.to);
    Array.from(table.from).forEach(function (character, at) { simplified.set(character, to[at]); });
    const memo = new Map();

    function foldCharacter(character) {
      let folded = memo.get(character);
      if (folded === undefined) {
        folded = "";
        for (const c of plain(character)) folded += simplified.get(c) || c;
        memo.set(character, folded);
      }
      return folded;
    }

    function foldCluster(cluster) {
      if (!JOINED.test(cluster)) return foldCharacter(cluster);
      return Array.from(cluster.normalize("NFC"), foldCharacter).join("").normalize("NFC");
    }

    function fold(text) {
      return (text.match(CLUSTERS) || []).map(foldCluster).join("");
    }

    // The folded text, and for each of its UTF-16 units the place in the original where its cluster begins;
    // one more entry than units, so that `starts[end]` is where a match ends.
    fold.align = function (text) {
      const starts = [];
      let folded = "";
      let at = 0;
      for (const cluster of text.match(CLUSTERS) || []) {
        const part = foldCluster(cluster);
        for (let n = 0; n < part.length; n++) starts.push(at);
        folded += part;
        at += cluster.length;
      }
      starts.push(at);
      return { folded: folded, starts: starts };
    };
    return fold;
  }

  Shuxiang.createFold = createFold;
})();
