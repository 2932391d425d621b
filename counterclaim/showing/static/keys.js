// In the reading room "/" goes to the search field, as the field itself says.
"use strict";
document.addEventListener("keydown", (event) => {
  const field = document.getElementById("q") || document.getElementById("quick");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || !field) return;
  if (/input|textarea|select/i.test(event.target.tagName)) return;
  event.preventDefault();
  field.focus();
  field.select();
});
