// Claims in the text and their cards light up together; j and k walk through them.
"use strict";
(function () {
  const cards = Array.from(document.querySelectorAll("aside .card[data-claim]"));
  if (!cards.length) return;
  const runs = Array.from(document.querySelectorAll(".source [data-claims]"));
  let at = -1;
  function light(id) {
    for (const card of cards) card.classList.toggle("on", card.dataset.claim === id);
    for (const run of runs) run.classList.toggle("on", run.dataset.claims.split(" ").includes(id));
  }
  function go(n) {
    if (n < 0 || n >= cards.length) return;
    at = n;
    const id = cards[n].dataset.claim;
    light(id);
    const anchor = document.getElementById(id);
    if (anchor) anchor.nextElementSibling.scrollIntoView({ block: "center" });
    cards[n].scrollIntoView({ block: "nearest" });
  }
  for (const run of runs) {
    run.addEventListener("click", () => {
      const ids = run.dataset.claims.split(" ");
      at = cards.findIndex((card) => card.dataset.claim === ids[ids.length - 1]);
      light(ids[ids.length - 1]);
      if (at >= 0) cards[at].scrollIntoView({ block: "nearest" });
    });
  }
  cards.forEach((card, n) => card.addEventListener("click", (event) => {
    if (!event.target.closest("a")) go(n);
  }));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /input|textarea/i.test(event.target.tagName)) return;
    if (event.key === "j") go(at + 1);
    if (event.key === "k") go(at - 1);
  });
  if (location.hash.length > 1) {
    const id = decodeURIComponent(location.hash.slice(1));
    const n = cards.findIndex((card) => card.dataset.claim === id);
    if (n >= 0) go(n);
  }
})();
