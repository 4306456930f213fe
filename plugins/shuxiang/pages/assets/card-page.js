/* 我的卡: set a card from what is typed, or from a card's link after one press; show which is set; take it off. */
(function () {
  "use strict";
  var Shuxiang = window.Shuxiang;
  var page = document.querySelector("[data-card-page]");
  var form = part("form");
  var fields = { number: part("number-field"), key: part("key-field") };
  var APART =
    "火狐浏览器把每个本机网页的数据分开存放：在这一页设的卡，打卡的页面用不上。请改用 Edge 或 Chrome 打开这份副本。";

  function part(name) {
    return page.querySelector("[data-" + name + "]");
  }

  function say(text) {
    part("said").textContent = text;
    part("said").hidden = !text;
  }

  /* ---- what is shown ---- */

  /* The card that is set; the form only where there is none, or when one is to be replaced. */
  function show(withForm) {
    var card = Shuxiang.card.read();
    part("set").hidden = !card;
    part("number").textContent = card ? card.number : "";
    form.hidden = !Shuxiang.kept.storage || Boolean(card && !withForm);
    part("cancel").hidden = !card;
    part("form").querySelector("h2").textContent = card ? "换一张卡" : "设一张卡";
  }

  function fill(number, key) {
    fields.number.value = number;
    fields.key.value = key;
    showFault(null);
  }

  function countText() {
    var length = Shuxiang.card.keyLength(fields.key.value);
    return length === 20 ? "" : "现在填了 " + length + " 个。";
  }

  /* Which field to look at: with both, the key, since it is the longer to type. */
  function showFault(fault) {
    part("fault").hidden = !fault;
    part("fault").textContent = fault ? fault.message + (fault.where === "key" ? countText() : "") : "";
    Object.keys(fields).forEach(function (name) {
      fields[name].setAttribute("aria-invalid", String(Boolean(fault) && (fault.where === name || fault.where === "both")));
    });
    if (fault) {
      (fault.where === "number" ? fields.number : fields.key).focus();
    }
  }

  /* ---- setting and taking off ---- */

  function agreed(number) {
    var before = Shuxiang.card.read();
    return (
      !before ||
      before.number === number ||
      window.confirm("这台设备上设的是编号 " + before.number + " 的卡。要换成编号 " + number + " 的吗？")
    );
  }

  function set(card) {
    if (!agreed(card.number)) {
      return;
    }
    if (!Shuxiang.card.set(card)) {
      say("浏览器的存储空间已满，没能设上。请清理出一些空间，再试一次。");
      return;
    }
    fill("", "");
    show();
    say("设好了。");
    part("set").focus();
  }

  function submit() {
    var card;
    try {
      card = Shuxiang.card.parse(fields.number.value, fields.key.value);
    } catch (fault) {
      showFault(fault);
      return;
    }
    showFault(null);
    set(card);
  }

  function remove() {
    if (window.confirm("取下以后，回执不再带编号和签名，打卡照旧。要再设，得照着卡片重新填。确定取下吗？")) {
      Shuxiang.card.remove();
      fill("", "");
      show();
      say("已经取下。");
    }
  }

  /* ---- a card's link ---- */

  function isSet(card) {
    var before = Shuxiang.card.read();
    return Boolean(before) && before.number === card.number && before.signing === Shuxiang.card.signing(card.number, card.key);
  }

  function offer(card) {
    if (isSet(card)) {
      say("编号 " + card.number + " 的卡已经设在这台设备上了，不用再设。");
      return;
    }
    show(true);
    fill(card.number, card.key);
    say("链接里是编号 " + card.number + " 的卡，已经填在下面。是您自己的卡，请点“把这张卡设在这台设备上”；不是，就不用管它。");
    form.scrollIntoView({ block: "nearest" });
    part("said").scrollIntoView({ block: "nearest" });
  }

  function readLink(fragment) {
    try {
      var found = Shuxiang.card.fromFragment(fragment);
      return Shuxiang.card.parse(found.number, found.key);
    } catch (fault) {
      return null;
    }
  }

  /* The key leaves the address at once, so that it stays in no history and in no address that is passed on. */
  function takeLink() {
    var fragment = window.location.hash.slice(1);
    if (!fragment || document.getElementById(fragment)) {
      return;
    }
    window.history.replaceState(window.history.state, "", window.location.href.split("#")[0]);
    var card = readLink(fragment);
    if (!Shuxiang.kept.storage) {
      return;
    }
    if (card) {
      offer(card);
    } else {
      say("这个链接不完整，或者有错字，可能是复制的时候断了。请再扫一次卡片上的二维码，或者照着卡片填写。");
    }
  }

  if (Shuxiang.kept.apart) {
    part("storage-off").textContent = APART;
  }
  part("storage-off").hidden = Boolean(Shuxiang.kept.storage) && !Shuxiang.kept.apart;
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    submit();
  });
  fields.key.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault(); /* its second line is for narrow screens, not for writing */
      submit();
    }
  });
  part("remove").addEventListener("click", remove);
  part("change").addEventListener("click", function () {
    say("");
    show(true);
    fields.number.focus();
  });
  part("cancel").addEventListener("click", function () {
    fill("", "");
    say("");
    show();
    part("set").focus();
  });
  Shuxiang.card.onChange(function () {
    show(Boolean(fields.number.value));
  });
  window.addEventListener("hashchange", takeLink);
  show();
  takeLink();
})();
