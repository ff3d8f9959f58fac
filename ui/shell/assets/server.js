/* Tells Streamlit where its server is. Left to itself it guesses from the address: opened at /land it first asks
   /land/_stcore/health (404), then waits for /_stcore/health and host-config, and only then connects. */
(() => {
  "use strict";
  const home = new URL("..", document.currentScript.src);
  window.__streamlit = {
    BACKEND_BASE_URL: home.href,
    MAIN_PAGE_BASE_URL: home.href,
    HOST_CONFIG: { allowedOrigins: [home.origin], useExternalAuthToken: false, metricsUrl: "" },
  };
})();
