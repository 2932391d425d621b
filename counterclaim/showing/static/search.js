// Every word must occur in the claim, its speaker, stance, outlet or day. Rows come from search/claims-N.js.
"use strict";
(function () {
  const rows = window.counterclaimIndex || [];
  const input = document.getElementById("q");
  const results = document.getElementById("results");
  const status = document.getElementById("status");
  const most = 100;
  const plain = (words) => words.normalize("NFKD").replace(/[\u0300-\u036f'’ʻ]/g, "").toLowerCase();
  const index = rows.map((row) => plain([row[0], row[1], row[2], row[5], row[6]].join(" ")));
  function element(tag, className, words) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (words !== undefined) made.textContent = words;
    return made;
  }
  function card(row) {
    const made = element("article", "card");
    const who = element("p", "who", row[0] + " ");
    who.append(element("span", "tag", row[1]));
    const where = element("p", "where");
    const link = element("a", "", row[4]);
    link.href = row[3];
    where.append(link, " · " + (row[5] || "outlet not stated") + " · " + (row[6] || "undated"));
    made.append(who, element("blockquote", "", row[2]), where);
    return made;
  }
  function search() {
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    results.replaceChildren();
    if (!words.length) {
      status.textContent = rows.length + " claims to search in.";
      return;
    }
    const found = [];
    for (let n = 0; n < index.length; n++) {
      if (words.every((word) => index[n].includes(word))) found.push(rows[n]);
    }
    status.textContent = found.length + " claims" + (found.length > most ? ", the first " + most + " shown" : "") + ".";
    results.replaceChildren(...found.slice(0, most).map(card));
    history.replaceState(null, "", "#" + encodeURIComponent(input.value));
  }
  input.value = decodeURIComponent(location.hash.slice(1));
  input.addEventListener("input", search);
  search();
})();
