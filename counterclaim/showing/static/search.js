// Every word must occur in the claim, its speaker, stance, outlet or day. Rows come from search/claims-N.js.
"use strict";
(function () {
  const rows = window.counterclaimIndex || [];
  const input = document.getElementById("q");
  const results = document.getElementById("results");
  const status = document.getElementById("status");
  const more = document.getElementById("more");
  const most = 50;
  let found = [];
  let count = 0;
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
    const who = element("p", "who");
    who.append(element("bdi", "", row[0]), " ", element("span", "tag", row[1]));
    const words = element("blockquote", "", row[2]);
    words.dir = "auto";
    const where = element("p", "where");
    const link = element("a");
    link.append(element("bdi", "", row[4]));
    link.href = row[3];
    where.append(link, " · ", element("bdi", "", row[5]), " · " + (row[6] || "undated"));
    made.append(who, words, where);
    return made;
  }
  function show() {
    results.append(...found.slice(count, count + most).map(card));
    count = Math.min(found.length, count + most);
    more.hidden = count >= found.length;
    const shown = more.hidden ? "" : ", the first " + count + " shown";
    document.getElementById("save").hidden = !found.length;
    status.textContent = found.length + (found.length === 1 ? " claim" : " claims") + shown + ".";
  }
  function search() {
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    results.replaceChildren();
    found = [];
    count = 0;
    more.hidden = true;
    document.getElementById("save").hidden = true;
    if (!words.length) {
      status.textContent = rows.length + " claims to search in.";
      return;
    }
    for (let n = 0; n < index.length; n++) {
      if (words.every((word) => index[n].includes(word))) found.push(rows[n]);
    }
    show();
    history.replaceState(null, "", "#" + encodeURIComponent(input.value));
  }
  function asked() {
    try {
      return decodeURIComponent(location.hash.slice(1));
    } catch (error) {
      return "";
    }
  }
  // What was found as a file, with a cell that a spreadsheet would run made harmless.
  const quoted = (words) => '"' + (/^[\s\u00a0]*[=+\-@]/.test(words) ? "'" : "") + words.replace(/"/g, '""') + '"';
  function save() {
    const heads = ["speaker", "stance", "text", "outlet", "published", "where"];
    const lines = found.map((row) => [row[0], row[1], row[2], row[5], row[6], row[4]].map(quoted).join(","));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([heads.join(",") + "\n" + lines.join("\n") + "\n"], { type: "text/csv" }));
    link.download = "claims.csv";
    link.click();
    URL.revokeObjectURL(link.href);
  }
  document.getElementById("save").addEventListener("click", save);
  input.value = asked();
  input.addEventListener("input", search);
  more.addEventListener("click", show);
  search();
})();
