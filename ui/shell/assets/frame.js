/* Streamlit's own frame speaks English only: this maps its texts to Chinese. What a page shows is left alone.
   It also corrects roles that a screen reader would be misled by: the menu's <ul> holds <div>s with the <li>s of a
   section, and the box for a file has a name but claims to be no more than decoration. */
(() => {
  "use strict";
  const { exact, patterns } = JSON.parse("@TEXTS@");
  const rules = patterns.map(([pattern, chinese]) => [new RegExp(pattern), chinese]);
  const ATTRIBUTES = ["title", "aria-label", "placeholder", "data-title", "aria-description", "aria-valuetext"];
  // Where text belongs to the page, not to the frame: prose, tables, code, drawings, what somebody types.
  const CONTENT =
    "[data-testid=stElementContainer] [data-testid=stMarkdownContainer], [data-testid=stText], table, pre, code, " +
    "[data-testid=stSidebarNavItems], script, style, textarea, [data-testid=stIconMaterial], .main-svg";
  // Places of the frame inside of those.
  const FRAME_IN_CONTENT = "[data-testid=stDialog] pre, [data-testid=stDialog] code, [data-testid=stFileUploader]";

  const ROLES = {
    "[data-testid=stSidebarNavItems]": "presentation",
    "[data-testid=stSidebarNavItems] > div": "list",
    "[data-testid=stFileUploaderDropzone]": "group",
  };
  const WITH_ROLE = Object.keys(ROLES).join();

  function inChinese(text) {
    const found = exact[text];
    if (found !== undefined) return found;
    if (!/[A-Za-z]/.test(text) || text.length > 200) return undefined;
    for (const [pattern, chinese] of rules) if (pattern.test(text)) return text.replace(pattern, chinese);
    return undefined;
  }
  const isContent = (element) => element.closest(CONTENT) !== null && element.closest(FRAME_IN_CONTENT) === null;

  function translateText(node) {
    const text = node.nodeValue.trim();
    if (!text) return;
    const chinese = inChinese(text);
    if (chinese !== undefined && node.parentElement && !isContent(node.parentElement)) node.nodeValue = chinese;
  }
  function translateAttribute(element, name) {
    const text = element.getAttribute(name);
    const chinese = text ? inChinese(text) : undefined;
    if (chinese !== undefined) element.setAttribute(name, chinese);
  }
  function translateTree(root) {
    if (root.nodeType === Node.TEXT_NODE) return translateText(root);
    if (root.nodeType !== Node.ELEMENT_NODE || root.closest(".main-svg")) return;
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT, (node) =>
      node.nodeName === "svg" || node.nodeName === "STYLE" ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT
    );
    for (let node = root; node; node = walker.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) translateText(node);
      else {
        for (const name of ATTRIBUTES) if (node.hasAttribute(name)) translateAttribute(node, name);
        if (node.matches(WITH_ROLE)) node.setAttribute("role", ROLES[Object.keys(ROLES).find((each) => node.matches(each))]);
      }
    }
  }

  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.type === "childList") change.addedNodes.forEach(translateTree);
      else if (change.type === "characterData") translateText(change.target);
      else translateAttribute(change.target, change.attributeName);
    }
  }).observe(document.documentElement, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: ATTRIBUTES,
  });
})();
