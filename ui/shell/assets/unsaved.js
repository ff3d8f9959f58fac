/* Asks before the page is closed or loaded anew while something is not committed: a new session knows nothing of it.
   Links within the app keep the session and ask nothing. */
(() => {
  "use strict";
  // The server says that the session holds something (ui/edit/unsaved.py, and the pages 在线修改 and 上传台账).
  const MARK = "[data-unsaved]";
  // What the server does not know of yet: a cell that is open, a form that somebody writes in.
  const OPEN_CELL = ".gdg-clip-region";
  const WRITTEN = "[data-testid=stForm] textarea";
  // A text of a slide, which the server knows of once it is left.
  const SLIDE_TEXT = ".st-key-slide-texts input, .st-key-slide-texts textarea";
  const GRID = "[data-testid=stDataFrame], " + OPEN_CELL;
  // A grid tells the server of a cell a moment after it was filled in; the answer comes when the page has run.
  const MOMENT = 3000;
  const LONGEST_RUN = 30000;
  const FILLING_KEYS = new Set(["Enter", "Tab", "Delete", "Backspace"]);
  let filledIn = -Infinity;
  let isTyping = false;

  function note(event) {
    if (event.type === "keydown" && !FILLING_KEYS.has(event.key)) return;
    if (event.target instanceof Element && event.target.closest(GRID)) filledIn = Date.now();
  }
  for (const kind of ["input", "paste", "cut", "keydown"]) addEventListener(kind, note, { capture: true, passive: true });

  function noteText(event) {
    if (!(event.target instanceof Element) || !event.target.matches(SLIDE_TEXT)) return;
    isTyping = event.type === "input";
    filledIn = Date.now();
  }
  for (const kind of ["input", "focusout"]) addEventListener(kind, noteText, { capture: true, passive: true });

  function isOnItsWay() {
    const app = document.querySelector("[data-testid=stApp]");
    const runs = app !== null && app.getAttribute("data-test-script-state") !== "notRunning";
    return Date.now() - filledIn < (runs ? LONGEST_RUN : MOMENT);
  }
  const isWritten = () => [...document.querySelectorAll(WRITTEN)].some((field) => field.value.trim() !== "");

  addEventListener("beforeunload", (event) => {
    if (document.querySelector(MARK + ", " + OPEN_CELL) === null && !isWritten() && !isTyping && !isOnItsWay()) return;
    event.preventDefault();
    event.returnValue = true; // Chrome and Edge before 119
  });
})();
