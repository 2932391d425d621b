// Claims in the text and their cards light up together; j and k walk through them.
"use strict";
(function () {
  const cards = Array.from(document.querySelectorAll("aside .card[data-claim]"));
  if (!cards.length) return;
  const runs = Array.from(document.querySelectorAll(".source [data-claims]"));
  const byId = new Map(cards.map((card, n) => [card.dataset.claim, n]));
  let at = -1;
  function light(id) {
    for (const card of cards) {
      card.classList.toggle("on", card.dataset.claim === id);
      if (card.dataset.claim === id) card.setAttribute("aria-current", "true");
      else card.removeAttribute("aria-current");
    }
    for (const run of runs) run.classList.toggle("on", run.dataset.claims.split(" ").includes(id));
  }
  // Cards stand beside the text on a wide screen and below it on a narrow one, where scrolling to both would jump.
  function beside() {
    return getComputedStyle(document.querySelector("aside")).overflowY === "auto";
  }
  function go(n, toCard) {
    if (n < 0 || n >= cards.length) return;
    at = n;
    const id = cards[n].dataset.claim;
    light(id);
    const words = document.getElementById(id);
    if (beside() || toCard) cards[n].scrollIntoView({ block: "nearest" });
    if (words && !(toCard && !beside())) words.scrollIntoView({ block: "center" });
    if (words && !toCard) words.focus({ preventScroll: true });
  }
  for (const run of runs) {
    run.addEventListener("click", () => {
      const ids = run.dataset.claims.split(" ");
      go(byId.get(ids[ids.length - 1]), false);
    });
  }
  cards.forEach((card, n) => card.addEventListener("click", (event) => {
    if (!event.target.closest("a")) go(n, false);
  }));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /input|textarea/i.test(event.target.tagName)) return;
    if (event.key === "j") go(at + 1, false);
    if (event.key === "k") go(at - 1, false);
  });
  function follow() {
    const id = location.hash.slice(1);
    if (byId.has(id)) go(byId.get(id), false);
    else if (id.startsWith("card-") && byId.has(id.slice(5))) go(byId.get(id.slice(5)), true);
  }
  window.addEventListener("hashchange", follow);
  follow();
})();
