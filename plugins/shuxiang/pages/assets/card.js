/* 委员卡: a member's number and what signs receipts under it. The key itself is read, checked and let go; kept are
   the number and the signing key made of it. Read as core/card.py reads them; tests hold both to the same cards. */
(function () {
  "use strict";
  var Shuxiang = window.Shuxiang;
  var LETTERS = Shuxiang.kept.LETTERS;
  var storage = Shuxiang.kept.storage;
  var PLACE = Shuxiang.kept.home + "card";
  var SPACE = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/g;
  var NUMBER = /^[0-9A-Z\u4e00-\u9fff](?:[0-9A-Z\u4e00-\u9fff-]{0,18}[0-9A-Z\u4e00-\u9fff])?$/;
  var RANDOM = 16;
  var WHOLE = 20;
  var WORDS = {
    number: "委员编号由 1 到 20 个数字、字母、汉字组成，中间可以有“-”。",
    key: "密钥是 20 个字母和数字（没有 0、1、I、O），请照着卡片核对。",
    both: "密钥和编号对不上，请照着卡片核对这两项。",
  };

  /* What is wrong, in words, and `where`: number, key or both. Neither is ever repeated. */
  function fault(where) {
    var made = new Error(WORDS[where]);
    made.where = where;
    return made;
  }

  function parseNumber(text) {
    var number = text.normalize("NFKC").toUpperCase().replace(SPACE, "");
    if (!NUMBER.test(number)) {
      throw fault("number");
    }
    return number;
  }

  function letters(key) {
    return key.normalize("NFKC").toUpperCase().replace(/[^0-9A-Z]/g, "");
  }

  /* The first twenty bits, five to a letter. */
  function check(number, random) {
    var bits = parseInt(window.sha256(["书香卡片", number, random].join("\x1f")).slice(0, 5), 16);
    return [15, 10, 5, 0]
      .map(function (shift) {
        return LETTERS[(bits >> shift) & 31];
      })
      .join("");
  }

  function isLetter(letter) {
    return LETTERS.indexOf(letter) >= 0;
  }

  function parse(number, key) {
    var kept = parseNumber(number);
    var found = letters(key);
    if (found.length !== WHOLE || !Array.from(found).every(isLetter)) {
      throw fault("key");
    }
    if (found.slice(RANDOM) !== check(kept, found.slice(0, RANDOM))) {
      throw fault("both");
    }
    return { number: kept, key: found.match(/.{4}/g).join("-") };
  }

  function isCard(card) {
    return (
      Boolean(card) && typeof card.number === "string" && NUMBER.test(card.number) && /^[0-9a-f]{64}$/.test(card.signing)
    );
  }

  Shuxiang.card = {
    parseNumber: parseNumber,

    /** {number, key} as they are printed, from what was typed; throws what is wrong (see `fault`). */
    parse: parse,

    /** How many letters and digits a key that was typed has. */
    keyLength: function (key) {
      return letters(key).length;
    },

    /** What receipts are signed with: SHA-256 over number and key, in hexadecimal digits. */
    signing: function (number, key) {
      return window.sha256(["书香签名", number, key.replace(/[^0-9A-Z]/g, "")].join("\x1f"));
    },

    /** {number, key} as a card's link has them behind its `#`, not yet checked; null for what is no such link. */
    fromFragment: function (fragment) {
      var dot = fragment.lastIndexOf(".");
      try {
        return dot > 0 ? { number: decodeURIComponent(fragment.slice(0, dot)), key: fragment.slice(dot + 1) } : null;
      } catch (error) {
        return null; /* cut in the middle of a letter */
      }
    },

    /** The card set in this browser, {number, signing}, or null. */
    read: function () {
      try {
        var card = JSON.parse(storage.getItem(PLACE));
        return isCard(card) ? card : null;
      } catch (error) {
        return null; /* switched off, or damaged */
      }
    },

    /** Set a card, {number, key} from `parse`; false when it cannot be kept (full or switched off). */
    set: function (card) {
      var kept = { number: card.number, signing: Shuxiang.card.signing(card.number, card.key) };
      try {
        storage.setItem(PLACE, JSON.stringify(kept));
        return true;
      } catch (error) {
        return false;
      }
    },

    /** Take the card off this device. */
    remove: function () {
      if (storage) {
        storage.removeItem(PLACE);
      }
    },

    /** Call back when another page changed the card, or this one comes back as it was left. */
    onChange: function (callback) {
      window.addEventListener("storage", function (event) {
        if (!event.key || event.key === PLACE) {
          callback();
        }
      });
      window.addEventListener("pageshow", function (event) {
        if (event.persisted) {
          callback();
        }
      });
    },
  };
})();
