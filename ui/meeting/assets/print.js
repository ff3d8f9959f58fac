// Draws every chart at once, at the fixed width of the page; the button opens the browser's print window.
(() => {
  "use strict";
  document.querySelectorAll(".slide").forEach(window.drawSlide);
  document.getElementById("print").addEventListener("click", () => window.print());
  document.documentElement.dataset.ready = "all";
})();
