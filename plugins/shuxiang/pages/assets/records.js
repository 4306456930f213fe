/* The reader's own check-ins, kept in this browser and nowhere else: one storage entry for each slot, so that
   two open tabs never overwrite each other's. With storage switched off they last as long as the page. */
(function () {
  "use strict";
  var Shuxiang = (window.Shuxiang = window.Shuxiang || {});
  var base = document.querySelector('meta[name="shuxiang:base"]');
  var root = new URL(base ? base.content.replace(/\/*$/, "/") : ".", window.location.href);
  /* A copy opened from a disk may lie elsewhere tomorrow: its records go by the site's name, not by its folder. */
  var onDisk = Boolean(Shuxiang.portable) && window.location.protocol === "file:";
  var place = onDisk ? "copy/" + Shuxiang.portable.site : root.pathname.replace(/\/+$/, "/");
  var HOME = "shuxiang:" + place + ":";
  var PREFIX = HOME + "checkin:";
  var apart = onDisk && /\bFirefox\//.test(window.navigator.userAgent);
  var LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
  var memory = {};

  /* A full storage still shows what it holds; only one that cannot be read at all is switched off. */
  function storage() {
    try {
      window.localStorage.getItem(PREFIX);
      return window.localStorage;
    } catch (error) {
      return null;
    }
  }

  var kept = storage();

  /** Where this site keeps things in this browser (`storage`, null when switched off), each under `home`; whether
      what one page of a copy keeps is not found by the others (`apart`); the letters of numbers and keys. */
  Shuxiang.kept = { storage: kept, home: HOME, apart: apart, LETTERS: LETTERS };

  function parse(text) {
    try {
      var record = JSON.parse(text);
      return Shuxiang.records.valid(record) ? record : null;
    } catch (error) {
      return null; /* not ours, or damaged: it stays where it is and is not shown */
    }
  }

  function slots() {
    var found = Object.keys(memory);
    for (var index = 0; kept && index < kept.length; index += 1) {
      var key = kept.key(index);
      var slot = key.slice(PREFIX.length);
      if (key.indexOf(PREFIX) === 0 && found.indexOf(slot) < 0) {
        found.push(slot);
      }
    }
    return found;
  }

  function lines(text) {
    return text.split("\n").map(function (line) {
      return line.trim();
    });
  }

  /* Whether every line of one note stands in the other. */
  function within(part, whole) {
    var there = lines(whole);
    return lines(part).every(function (line) {
      return there.indexOf(line) >= 0;
    });
  }

  Shuxiang.records = {
    /** Whether records outlast the page. */
    available: Boolean(kept),

    /** Show the note when what is kept here will not be found again, with the reason where it is another. */
    warn: function (note) {
      note.hidden = Boolean(kept) && !apart;
      if (apart) {
        note.textContent =
          "火狐浏览器把每个本机网页的记录分开存放：这一页记下的，别的页和“我的学习”里看不到。" +
          "请改用 Edge 或 Chrome 打开这份副本；用火狐的，请把回执复制下来。";
      }
    },

    /** Whether a value is a record: {slot, acts, note, at, number, title}. */
    valid: function (record) {
      return Boolean(
        record &&
          typeof record === "object" &&
          /^[a-z][a-z0-9_-]*\/[0-9]{4}[0-9A-Z-]*$/.test(record.slot) &&
          Array.isArray(record.acts) &&
          record.acts.length > 0 &&
          record.acts.every(function (act) {
            return ["study", "reflect", "discuss", "apply"].indexOf(act) >= 0;
          }) &&
          typeof record.note === "string" &&
          typeof record.title === "string" &&
          /^\d{4}-\d\d-\d\d \d\d:\d\d$/.test(record.at) &&
          /^[0-9A-Z]{8}$/.test(record.number)
      );
    },

    /** The record of one slot, or null. */
    read: function (slot) {
      var text = memory[slot] || (kept && kept.getItem(PREFIX + slot));
      return text ? parse(text) : null;
    },

    /** All records, oldest slot first. */
    all: function () {
      return slots()
        .map(Shuxiang.records.read)
        .filter(Boolean)
        .sort(function (one, other) {
          return one.at < other.at ? -1 : one.at > other.at ? 1 : one.slot < other.slot ? -1 : 1;
        });
    },

    /** Keep a record in its slot's place; false when it could not be kept (full or switched off). */
    write: function (record) {
      var text = JSON.stringify(record);
      try {
        kept.setItem(PREFIX + record.slot, text);
        delete memory[record.slot];
        return true;
      } catch (error) {
        memory[record.slot] = text; /* it lasts as long as the page */
        return false;
      }
    },

    /** Two records of one slot as one: the newer stands and takes over what only the older has. */
    joined: function (one, other) {
      var newer = one.at >= other.at ? one : other;
      var older = newer === one ? other : one;
      var merged = JSON.parse(JSON.stringify(newer));
      older.acts.forEach(function (act) {
        if (merged.acts.indexOf(act) < 0) {
          merged.acts.push(act);
        }
      });
      if (older.note && !within(older.note, newer.note)) {
        merged.note = newer.note ? newer.note + "\n（" + older.at + " 的另一份记录）\n" + older.note : older.note;
      }
      return merged;
    },

    /** Whether two records say the same of their slot. */
    same: function (one, other) {
      return one.note === other.note && one.acts.slice().sort().join() === other.acts.slice().sort().join();
    },

    /** Forget every record kept for this site in this browser. */
    clear: function () {
      slots().forEach(function (slot) {
        delete memory[slot];
        if (kept) {
          kept.removeItem(PREFIX + slot);
        }
      });
    },

    /** A fresh record number: eight letters and digits that are not mistaken for one another. */
    newNumber: function () {
      var bytes = window.crypto.getRandomValues(new Uint8Array(8));
      return Array.from(bytes, function (byte) {
        return LETTERS[byte % 32];
      }).join("");
    },

    /** Call back when another tab changed a record. */
    onChange: function (callback) {
      window.addEventListener("storage", function (event) {
        if (!event.key || event.key.indexOf(PREFIX) === 0) {
          callback();
        }
      });
    },
  };
})();
