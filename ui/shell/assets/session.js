/* Where reading is closed, the server closes the connection of a session that has ended. Streamlit would try to connect
   for ever: this asks the server whether one has to sign in, and says so. */
(() => {
  "use strict";
  const home = new URL("..", document.currentScript.src);
  let told = false;

  function tell() {
    if (told) return;
    told = true;
    const here = location.pathname + location.search;
    const box = document.createElement("div");
    box.className = "progress-ended";
    box.setAttribute("role", "alertdialog");
    box.setAttribute("aria-label", "登录已过期");
    box.append("登录已过期，请重新登录。 ");
    const link = document.createElement("a");
    link.href = new URL("sign-in?next=" + encodeURIComponent(here), home).href;
    link.textContent = "去登录";
    box.append(link);
    const page = getComputedStyle(document.querySelector("[data-testid=stApp]") || document.body);
    link.style.color = "inherit";
    Object.assign(box.style, {
      position: "fixed", inset: "0 0 auto 0", zIndex: "2147483647", padding: "1rem", textAlign: "center",
      background: page.backgroundColor, color: page.color, font: page.font, borderBottom: "2px solid currentColor",
    });
    document.body.append(box);
    link.focus();
  }

  async function ask() {
    try {
      const answer = await fetch(new URL("api/tables", home), { method: "HEAD", cache: "no-store" });
      if (answer.status === 401) tell();
    } catch {
      /* the server is away: Streamlit says so */
    }
  }

  const Native = window.WebSocket;
  window.WebSocket = class extends Native {
    constructor(...args) {
      super(...args);
      this.addEventListener("close", ask);
    }
  };
})();
