/* A chart is as wide as the window it was drawn in: on paper it is made smaller, so that nothing of it is cut;
   the chapters of a report are printed whole. */
(() => {
  "use strict";
  const PAPER = (277 / 25.4) * 96; // px between the margins of A4 landscape (@page in ui/shell/looks.css)
  const charts = () => document.querySelectorAll("[data-testid=stPlotlyChart]");
  let folded = [];
  addEventListener("beforeprint", () => {
    charts().forEach((chart) => {
      chart.style.zoom = Math.min(1, PAPER / chart.scrollWidth);
    });
    folded = Array.from(document.querySelectorAll(".report details:not([open])"));
    for (const chapter of folded) chapter.open = true;
  });
  addEventListener("afterprint", () => {
    charts().forEach((chart) => {
      chart.style.zoom = "";
    });
    for (const chapter of folded) chapter.open = false;
  });
})();
