// The sheet of an audit: counts what is coded, keeps the answers in this browser, and saves them as a CSV.
"use strict";
(function () {
  const units = Array.from(document.querySelectorAll(".unit"));
  const progress = document.getElementById("progress");
  const coder = document.getElementById("coder");
  const save = document.getElementById("save");
  const key = "counterclaim-audit-" + units.map((unit) => unit.dataset.unit).sort().join("").slice(0, 60) + units.length;
  let at = 0;
  const there = (unit) => (unit.querySelector("input[type=radio]:checked") || {}).value || "";
  function answers() {
    const held = { coder: coder.value };
    for (const unit of units) {
      const given = { there: there(unit) };
      for (const field of unit.querySelectorAll("input[data-column], select[data-column]")) given[field.dataset.column] = field.value;
      if (Object.values(given).some(Boolean)) held[unit.dataset.unit] = given;
    }
    return held;
  }
  function count() {
    let done = 0;
    for (const unit of units) {
      const coded = there(unit) !== "";
      done += coded;
      unit.classList.toggle("coded", coded);
    }
    progress.textContent = done + " of " + units.length + " coded";
  }
  function keep() {
    count();
    try { localStorage.setItem(key, JSON.stringify(answers())); } catch (error) { /* a browser that keeps nothing: save the file */ }
  }
  function restore() {
    let held = null;
    try { held = JSON.parse(localStorage.getItem(key) || "null"); } catch (error) { held = null; }
    if (!held) return;
    coder.value = held.coder || "";
    for (const unit of units) {
      for (const [column, value] of Object.entries(held[unit.dataset.unit] || {})) {
        if (column === "there") for (const radio of unit.querySelectorAll("input[type=radio]")) radio.checked = radio.value === value;
        else if (unit.querySelector("[data-column='" + column + "']")) unit.querySelector("[data-column='" + column + "']").value = value;
      }
    }
  }
  const quoted = (words) => '"' + (/^[=+\-@\t\r]/.test(words) ? "'" : "") + words.replace(/"/g, '""') + '"';
  function file() {
    const columns = document.getElementById("sheet").dataset.columns.split(" ");
    const rows = units.map((unit) => columns.map((column) => {
      if (column === "unit" || column === "asks") return quoted(unit.dataset[column]);
      if (column === "there") return quoted(there(unit));
      const field = unit.querySelector("[data-column='" + column + "']");
      return quoted(field ? (field.value === undefined ? field.textContent : field.value) : "");
    }).join(","));
    return columns.join(",") + "\n" + rows.join("\n") + "\n";
  }
  save.addEventListener("click", () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([file()], { type: "text/csv" }));
    link.download = "sheet-" + (coder.value.trim().toLowerCase().replace(/[^a-z0-9]+/g, "-") || "coded") + ".csv";
    link.click();
    URL.revokeObjectURL(link.href);
  });
  function go(n) {
    at = Math.max(0, Math.min(units.length - 1, n));
    units.forEach((unit, m) => unit.classList.toggle("on", m === at));
    units[at].scrollIntoView({ block: "center" });
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || /^(select|textarea)$/i.test(event.target.tagName)) return;
    if (event.target.matches("input:not([type=radio])")) return;
    const answer = { y: "yes", n: "no", u: "unsure" }[event.key];
    if (answer) {
      units[at].querySelector("input[value=" + answer + "]").checked = true;
      keep();
      if (answer !== "yes") go(at + 1);
    }
    if (event.key === "j") go(at + 1);
    if (event.key === "k") go(at - 1);
  });
  for (const [n, unit] of units.entries()) unit.addEventListener("focusin", () => { at = n; });
  document.addEventListener("change", keep);
  coder.addEventListener("input", keep);
  restore();
  count();
  save.hidden = false;
})();
