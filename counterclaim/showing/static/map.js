// A mark of the map opens its place in the list beside it. In a report, where no server answers, the filters work here: they
// count the events of each place anew, from map/events.js, which is loaded when somebody filters for the first time.
"use strict";
(function () {
  function open(id) {
    const row = document.getElementById(id);
    if (!row || !row.matches(".spots li")) return;
    for (const other of document.querySelectorAll(".spots li.on")) other.classList.remove("on");
    row.classList.add("on");
    row.querySelector("details").open = true;
  }
  window.addEventListener("hashchange", () => open(decodeURIComponent(location.hash.slice(1))));
  if (location.hash) open(decodeURIComponent(location.hash.slice(1)));

  const bar = document.getElementById("map-filters");
  if (!bar) return;
  const status = document.getElementById("map-status");
  const before = status.textContent;
  const root = document.querySelector("script[src$='map.js']").getAttribute("src").replace("static/map.js", "");
  const fields = {};
  const counts = new Map();
  let data = null;

  function element(tag, className, words) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (words !== undefined) made.textContent = words;
    return made;
  }
  function field(name, label, control) {
    const made = element("label", "", label + " ");
    made.append(control);
    bar.append(made);
    fields[name] = control;
    control.addEventListener("change", filter);
  }
  function choice(name, label, any, options) {
    const made = document.createElement("select");
    made.append(new Option(any, ""));
    for (const [value, words] of options) made.append(new Option(words, value));
    field(name, label, made);
  }
  function day(name, label) {
    const made = document.createElement("input");
    made.placeholder = "YYYY-MM-DD";
    made.size = 10;
    made.maxLength = 10;
    field(name, label, made);
  }
  function numbered(words) {
    return words.map((text, n) => [String(n), text]);
  }
  // What may be asked for. Fields of an event: places, type, actors, outlets, level, first day, last day, title, page.
  function start() {
    data = window.counterclaimMap;
    choice("type", "Type", "any", numbered(data.types));
    choice("actor", "Who", "anybody", numbered(data.actors));
    choice("outlet", "Told by", "any outlet", numbered(data.outlets));
    choice("level", "Rests on", "any support", numbered(data.levels));
    day("since", "From");
    day("until", "To");
    const clear = element("button", "", "Clear");
    clear.type = "button";
    clear.addEventListener("click", () => {
      for (const control of Object.values(fields)) control.value = "";
      filter();
    });
    bar.append(clear);
  }
  function passes(event) {
    const is = (name, at) => fields[name].value === "" || event[at] === Number(fields[name].value);
    const has = (name, at) => fields[name].value === "" || event[at].includes(Number(fields[name].value));
    const since = fields.since.value, until = fields.until.value;
    const [first, last] = [event[5] || event[6], event[6] || event[5]];
    if ((since || until) && !first) return false;
    if (since && last.slice(0, since.length) < since) return false;
    if (until && first.slice(0, until.length) > until) return false;
    return is("type", 1) && has("actor", 2) && has("outlet", 3) && is("level", 4);
  }
  function filter() {
    const held = new Map();
    let found = 0;
    for (const event of data.events) {
      if (!passes(event)) continue;
      found += 1;
      for (const at of event[0]) {
        const place = data.places[at];
        if (!held.has(place)) held.set(place, []);
        held.get(place).push(event);
      }
    }
    const asked = Object.values(fields).some((control) => control.value !== "");
    status.textContent = asked ? found + (found === 1 ? " event" : " events") + " found, at " + held.size + (held.size === 1 ? " place." : " places.") : before;
    for (const node of document.querySelectorAll("[data-spot]")) show(node, held.get(node.dataset.spot) || [], asked);
    for (const label of document.querySelectorAll(".names text:not(.nowhere)")) label.style.display = asked ? "none" : "";
  }
  function show(node, events, asked) {
    if (node.matches("path")) {
      for (let step = 1; step <= 4; step++) node.classList.toggle("step-" + step, [1, 5, 25, 125].filter((least) => events.length >= least).length === step);
      return;
    }
    node.style.display = events.length ? "" : "none";
    const dot = node.querySelector("circle.dot");
    if (dot && !node.matches("li")) dot.setAttribute("r", Math.min(17, 3.6 + 1.25 * (Math.sqrt(events.length) - 1)).toFixed(1));
    if (!node.matches("li")) return;
    const count = node.querySelector("summary .count");
    const list = node.querySelector("ul.sub");
    if (!counts.has(node)) counts.set(node, [count.textContent, Array.from(list.children)]);
    const [number, rows] = counts.get(node);
    count.textContent = asked ? events.length : number;
    if (!asked) return list.replaceChildren(...rows);
    list.replaceChildren(...events.slice(0, 25).map((event) => {
      const row = element("li");
      const link = element("a", "", event[7]);
      link.href = root + event[8];
      row.append(link);
      return row;
    }));
  }
  const ask = element("button", "", "Filter");
  ask.type = "button";
  ask.addEventListener("click", () => {
    const script = document.createElement("script");
    script.src = root + "map/events.js";
    script.onload = () => {
      ask.remove();
      start();
      Object.values(fields)[0].focus();
    };
    document.head.append(script);
  });
  bar.append(ask);
  bar.hidden = false;
})();
