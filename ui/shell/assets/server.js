/* Tells Streamlit where its server is and what it looks like, before it has asked.

   Left to itself it guesses from the address: opened at /land it first asks
   /land/_stcore/health (404), then waits for /_stcore/health and host-config, and only then connects; until then it shows its own theme, for
   which it fetches its Latin font. */
(() => {
  "use strict";
  const home = new URL("..", document.currentScript.src);
  const themes = JSON.parse("@THEMES@");
  window.__streamlit = {
    BACKEND_BASE_URL: home.href,
    MAIN_PAGE_BASE_URL: home.href,
    LIGHT_THEME: themes.light,
    DARK_THEME: themes.dark,
    HOST_CONFIG: { allowedOrigins: [home.origin], useExternalAuthToken: false, metricsUrl: "" },
  };
})();
