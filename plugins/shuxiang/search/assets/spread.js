// Spreading: a search word as the phrase of words that spread.py indexed the same characters under.
(function () {
  "use strict";
  const Shuxiang = (window.Shuxiang = window.Shuxiang || {});
  const ALPHABET = "abcdefghijklmnopqrstuvwxyz";
  const PRESENT = "z";

  function letters(character) {
    let value = character.codePointAt(0);
    let word = "";
    for (let n = 0; n < 4; n++) {
      word = ALPHABET[value % 26] + word;
      value = Math.floor(value / 26);
    }
    return word;
  }

  // word: folded, without white space; frequent: the index's frequent characters, in its order.
  function spreadWord(word, frequent) {
    const characters = Array.from(word);
    const names = new Map(Array.from(frequent, function (character, n) { return [character, ALPHABET[n]]; }));
    if (characters.length === 1) return names.has(word) ? PRESENT + names.get(word) : letters(word);

    function inFrontOf(character, following) {
      if (names.has(character)) return letters(character) + letters(following);
      return letters(character) + (names.get(following) || "");
    }
    const phrase = characters.slice(0, -1).map(function (character, at) {
      return inFrontOf(character, characters[at + 1]);
    });
    const last = characters[characters.length - 1];
    // What follows the last character is unknown; a frequent character beside it has named it already.
    if (!names.has(last) && !names.has(characters[characters.length - 2])) phrase.push(letters(last));
    return phrase.join(" ");
  }

  Shuxiang.spreadWord = spreadWord;
})();
