/* Tables and lists as a reader of figures needs them: a field that narrows long ones, copies that Word, WPS and Excel take as
   plain values, a button that copies a text. Without this script everything is shown, and copied as it stands. */
(() => {
  "use strict";
  const WAIT = 1500; // ms for which a button says that it has copied
  const folded = (text) => text.normalize("NFKC").toLowerCase().replace(/\s/g, "");

  document.addEventListener("input", (event) => {
    const field = event.target instanceof Element ? event.target.closest(".stHtml .narrow > input") : null;
    const box = field && field.closest(".narrowable");
    if (!box) return;
    const words = field.value.trim().split(/\s+/).map(folded);
    const rows = box.querySelectorAll("tbody > tr, [data-row]");
    let shown = 0;
    for (const row of rows) {
      const text = folded(row.textContent);
      row.hidden = !words.every((word) => text.includes(word));
      shown += row.hidden ? 0 : 1;
    }
    field.parentElement.querySelector("[role=status]").textContent =
      field.value.trim() === "" ? "" : `${shown}项符合，共${rows.length}项`;
  });

  const plain = (text) => text.replace(/\u2212/g, "-");
  document.addEventListener("copy", (event) => {
    const selection = getSelection();
    if (selection === null || selection.rangeCount === 0 || !event.clipboardData) return;
    const range = selection.getRangeAt(0);
    const ancestor = range.commonAncestorContainer;
    const within = ancestor instanceof Element ? ancestor : ancestor.parentElement;
    const content = range.cloneContents();
    if (!within || !(content.querySelector("tr, td, th") && within.closest(".stMain, [data-testid=stMain]"))) return;
    for (const left of content.querySelectorAll("img, svg, .unseen, .bar, [hidden]")) left.remove();
    for (const wrapped of content.querySelectorAll("a, button, abbr")) wrapped.replaceWith(...wrapped.childNodes);
    for (const element of content.querySelectorAll("*")) {
      for (const { name } of Array.from(element.attributes)) {
        if (name !== "colspan" && name !== "rowspan") element.removeAttribute(name);
      }
    }
    const table = within.closest("table");
    const holder = document.createElement("div");
    // A selection inside one table holds its rows only.
    if (table && !content.querySelector("table")) holder.append(document.createElement("table"));
    (holder.firstElementChild || holder).append(content);
    event.clipboardData.setData("text/html", plain(holder.innerHTML));
    event.clipboardData.setData("text/plain", plain(selection.toString()));
    event.preventDefault();
  });

  document.addEventListener("click", async (event) => {
    const button = event.target instanceof Element ? event.target.closest(".stHtml button.copier") : null;
    if (button === null) return;
    const words = button.textContent;
    const done = await copied(button.dataset.text);
    button.textContent = done ? "已复制" : "请手动选中文字复制";
    setTimeout(() => { button.textContent = words; }, WAIT);
  });
  async function copied(text) {
    // Only a page from this machine or over https may write to the clipboard; elsewhere a selected field is copied.
    if (navigator.clipboard && window.isSecureContext) {
      try {
        await navigator.clipboard.writeText(text);
        return true;
      } catch { /* not permitted: as below */ }
    }
    const field = document.createElement("textarea");
    field.value = text;
    field.style.position = "fixed";
    field.style.opacity = "0";
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
})();
