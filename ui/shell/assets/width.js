/* Tells the server how wide the window is when the page connects, in a cookie that goes when the browser is closed:
   titles of charts are wrapped there, for words in a drawing do not wrap by themselves. */
(() => {
  "use strict";
  const home = new URL("..", document.currentScript.src);
  document.cookie = `progress_width=${innerWidth}; path=${home.pathname}; SameSite=Lax`;
})();
