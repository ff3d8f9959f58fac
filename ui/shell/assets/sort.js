/* Sorts a table by the column whose header is pressed: first rising, then falling, then as the page gave it. Without this
   script the table keeps its order. Numbers by value (data-value, else what is written), other cells as Chinese text. */
(() => {
  "use strict";
  const chinese = new Intl.Collator("zh-CN", { numeric: true });
  const NEXT = { none: "ascending", ascending: "descending", descending: "none" };

  function written(text) {
    const number = text.replace(/[,\s约近余预计]/g, "").replace("\u2212", "-").match(/^[+-]?\d+(\.\d+)?/);
    return number === null ? null : Number(number[0]);
  }
  function keyOf(row, column) {
    const cell = row.cells[column];
    if (cell === undefined) return { text: "", number: null };
    const text = cell.textContent.trim();
    const given = cell.dataset.value;
    return { text, number: given === undefined ? written(text) : given === "" ? null : Number(given) };
  }
  function compare(a, b) {
    if (a.number !== null && b.number !== null) return a.number - b.number;
    if (a.number !== null || b.number !== null) return a.number !== null ? -1 : 1;
    return chinese.compare(a.text, b.text);
  }

  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest(".stHtml th > button.sorter") : null;
    if (button === null) return;
    const header = button.parentElement;
    const table = header.closest("table");
    const order = NEXT[header.getAttribute("aria-sort") || "none"];
    for (const other of header.parentElement.cells) other.removeAttribute("aria-sort");
    if (order !== "none") header.setAttribute("aria-sort", order);
    const body = table.tBodies[0];
    const rows = Array.from(body.rows);
    for (const [place, row] of rows.entries()) row.dataset.place ??= String(place);
    const column = header.cellIndex;
    const keys = new Map(rows.map((row) => [row, keyOf(row, column)]));
    const known = (row) => keys.get(row).number !== null || !/^\u2014?$/.test(keys.get(row).text);
    rows.sort((a, b) => {
      const between = Number(a.dataset.place) - Number(b.dataset.place);
      if (order === "none") return between;
      if (known(a) !== known(b)) return known(a) ? -1 : 1; // what is not known stays last either way
      return (order === "ascending" ? 1 : -1) * compare(keys.get(a), keys.get(b)) || between;
    });
    body.append(...rows);
  });
})();
