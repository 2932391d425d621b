// Keys, selection of words, and the hash of a file. Without this script the pages work by links, fields and buttons.
"use strict";
(function () {
  const $ = (selector, root) => (root || document).querySelector(selector);
  const source = $("#source");
  const help = $("#help");

  // ---- words selected in the text, by their offsets in the document: characters, not the halves that a script counts in
  const count = (words) => Array.from(words).length;
  function offset(run, container, at) {
    const range = document.createRange();
    range.selectNodeContents(run);
    range.setEnd(container, at);
    return Number(run.dataset.at) + count(range.toString());
  }
  function selected() {
    const selection = getSelection();
    if (!source || !selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const runs = Array.from(source.querySelectorAll("[data-at]")).filter((run) => range.intersectsNode(run));
    if (!runs.length) return null;
    const first = runs[0];
    const last = runs[runs.length - 1];
    const start = first.contains(range.startContainer) ? offset(first, range.startContainer, range.startOffset) : Number(first.dataset.at);
    const end = last.contains(range.endContainer) ? offset(last, range.endContainer, range.endOffset) : Number(last.dataset.at) + count(last.textContent);
    const words = runs.map((run) => {
      const part = document.createRange();
      part.selectNodeContents(run);
      if (run.contains(range.startContainer)) part.setStart(range.startContainer, range.startOffset);
      if (run.contains(range.endContainer)) part.setEnd(range.endContainer, range.endOffset);
      return part.toString();
    }).join("");
    return words.trim() ? { start, end, words: words.trim() } : null;
  }
  function take(form, found) {
    form.elements.words.value = found.words;
    form.elements.start.value = found.start;
    form.elements.end.value = found.end;
  }
  let kept = null;
  const bar = $(".picked");
  document.addEventListener("selectionchange", () => {
    const found = selected();
    if (!found) return;
    kept = found;
    if (bar) {
      bar.hidden = false;
      $("q", bar).textContent = found.words;
    }
    for (const form of document.querySelectorAll("form[data-takes=selection]")) take(form, found);
  });
  for (const button of document.querySelectorAll("[data-pick]")) {
    button.addEventListener("click", () => {
      const form = $("form.answer");
      if (!kept) return;
      if (button.dataset.pick === "words") {
        take(form, kept);
        form.elements.words.closest("details").open = true;
        form.elements.words.focus();
      } else {
        form.elements[button.dataset.pick].value = kept.words.replace(/\s+/g, " ");
        form.elements[button.dataset.pick].focus();
      }
    });
  }

  // ---- keys: an element names its own
  function go(element) {
    if (element.matches("summary")) {
      const box = element.parentElement;
      box.open = !box.open;
      if (box === help) help.classList.toggle("over", box.open);
      else if (box.open) (box.querySelector("textarea, input:not([type=hidden])") || element).focus();
    } else if (element.matches("input[type=radio], input[type=checkbox]")) {
      element.checked = element.type === "radio" ? true : !element.checked;
      element.dispatchEvent(new Event("change", { bubbles: true }));
    } else if (element.matches("input, textarea, select")) {
      const box = element.closest("details");
      if (box) box.open = true;
      element.focus();
      if (element.select) element.select();
    } else {
      element.click();
    }
  }
  const rows = Array.from(document.querySelectorAll(".queue:not(.decisions):not(.found) > li"));
  let at = -1;
  function walk(step) {
    if (!rows.length) return;
    if (rows[at]) rows[at].classList.remove("on");
    at = Math.min(Math.max(at + step, 0), rows.length - 1);
    rows[at].classList.add("on");
    $("a.words", rows[at]).focus();
  }
  document.addEventListener("keydown", (event) => {
    const field = event.target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select");
    if (event.key === "Escape") {
      if (field) field.blur();
      if (help && help.open) { help.open = false; help.classList.remove("over"); }
      return;
    }
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const form = event.target.closest("form") || $("form.answer");
      const save = form && $("[data-save]", form);
      if (save) { event.preventDefault(); form.requestSubmit(save); }
      return;
    }
    if (field || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && event.target !== document.body) return;
    const named = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (named) { event.preventDefault(); go(named); }
    else if (event.key === "j") { event.preventDefault(); walk(1); }
    else if (event.key === "k") { event.preventDefault(); walk(-1); }
  });
  if (help) help.addEventListener("toggle", () => { if (!help.open) help.classList.remove("over"); });

  // ---- an exhibit: the fields of what it is, and the hash of its file, computed here
  const kinds = Array.from(document.querySelectorAll("[data-shows]"));
  function show() {
    for (const kind of kinds) {
      const part = $(`[data-part="${kind.dataset.shows}"]`);
      part.hidden = !kind.checked;
      for (const field of part.querySelectorAll("input, select")) field.disabled = !kind.checked;
    }
  }
  for (const kind of kinds) kind.addEventListener("change", show);
  if (kinds.length) show();
  const file = $("#f-file");
  if (file && window.crypto && crypto.subtle) {
    file.closest("[hidden]").hidden = false;
    file.addEventListener("change", async () => {
      if (!file.files.length) return;
      const digest = await crypto.subtle.digest("SHA-256", await file.files[0].arrayBuffer());
      $("#f-sha256").value = Array.from(new Uint8Array(digest), (b) => b.toString(16).padStart(2, "0")).join("");
    });
  }
  const trouble = $("#trouble");
  if (trouble) { trouble.tabIndex = -1; trouble.focus(); }
})();
