// One key stands for a link, a button or a field that says so in data-key; arrows walk over rows. Everything is there without it.
"use strict";
(() => {
  const typing = (at) => at && (at.matches("textarea, select") || (at.matches("input") && !["radio", "checkbox"].includes(at.type)));
  if (location.hash === "#note") document.getElementById("note")?.focus();
  let touched = false;
  addEventListener("input", () => { touched = true; });
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
    const at = document.activeElement;
    if (typing(at)) {
      // The first Escape leaves the field, the next one the desk.
      if (event.key === "Escape") { at.blur(); event.preventDefault(); }
      return;
    }
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (key === "ArrowDown" || key === "ArrowUp") {
      const rows = [...document.querySelectorAll("[data-row], .rows li button, .rows li a.button")];
      if (rows.length === 0) return;
      const step = key === "ArrowDown" ? 1 : -1;
      const now = rows.indexOf(at);
      rows[now < 0 ? 0 : Math.min(Math.max(now + step, 0), rows.length - 1)].focus();
      event.preventDefault();
      return;
    }
    for (const one of document.querySelectorAll("[data-key]")) {
      if (one.dataset.key !== key) continue;
      event.preventDefault();
      if (one.matches("input")) { one.focus(); one.select(); } else one.click();
      return;
    }
  });
  // Looks again by itself while nobody types; the server does not take it for a sign of life.
  if (document.body.dataset.again) {
    setInterval(() => {
      if (touched || document.hidden || typing(document.activeElement)) return;
      const here = new URL(location.href);
      for (const told of ["done", "failed", "begun"]) here.searchParams.delete(told);
      here.searchParams.set("again", "1");
      location.replace(here);
    }, 20000);
  }
})();
