/* 回执: a check-in as text. The form is defined in core/receipt.py; both encoders agree on shared vectors. */
(function () {
  "use strict";
  var Shuxiang = (window.Shuxiang = window.Shuxiang || {});
  var NAMES = [
    ["study", "学"],
    ["reflect", "悟"],
    ["discuss", "谈"],
    ["apply", "用"],
  ];
  var IGNORED = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u2064\u3000\ufe00-\ufe0f\ufeff]+/g;
  var OPENING = "【书香回执】";
  var CLOSING = "【回执完】";

  function canonical(text) {
    /* twice: what a white space stood between may combine once it is gone */
    return text
      .normalize("NFKC")
      .replace(IGNORED, "")
      .normalize("NFKC")
      .replace(IGNORED, "")
      .replace(/[\u201c\u201d\u300c\u300d]/g, '"')
      .replace(/[\u2018\u2019]/g, "'");
  }

  function actsText(acts) {
    return NAMES.filter(function (pair) {
      return acts.indexOf(pair[0]) >= 0;
    })
      .map(function (pair) {
        return pair[1];
      })
      .join("");
  }

  function defused(text) {
    return text.split(OPENING).join("[书香回执]").split(CLOSING).join("[回执完]").trim();
  }

  function bytes(hex) {
    return hex.match(/../g).map(function (pair) {
      return parseInt(pair, 16);
    });
  }

  function digest(values, card) {
    var message = values.map(canonical).join("\x1f");
    return card ? window.sha256.hmac(bytes(card.signing), message) : window.sha256(message);
  }

  function checksum(record, card) {
    var values = [card ? "书香回执2" : "书香回执1", record.slot, actsText(record.acts), record.at, record.number]
      .concat(card ? [card.number, defused(record.title)] : [])
      .concat([defused(record.note)]);
    var code = digest(values, card).slice(0, 12).toUpperCase();
    return [code.slice(0, 4), code.slice(4, 8), code.slice(8)].join("-");
  }

  Shuxiang.receipt = {
    actsText: actsText,

    /** The receipt's text; a card {number, signing} signs it, without one its checksum is plain. */
    encode: function (record, card) {
      var note = defused(record.note);
      return [
        OPENING + defused(record.title),
        "期次：" + record.slot,
        "完成：" + actsText(record.acts),
        "时间：" + record.at,
        "编号：" + record.number,
      ]
        .concat(card ? ["委员：" + card.number] : [])
        .concat(note ? ["心得：" + note] : [])
        .concat(["校验：" + checksum(record, card), CLOSING])
        .join("\n");
    },
  };
})();
