// Two things that a page made of addresses needs: a link to another view is followed inside the running app instead
// of loading it anew, and the place that an address asks for (data-here) is brought into view.
// Without this script both still work, by a full load and by the link to the place.
(function () {
  "use strict";

  document.addEventListener("click", function (event) {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    var link = event.target instanceof Element ? event.target.closest(".stHtml a[href]") : null;
    if (!link || link.target || link.hasAttribute("download") || link.getAttribute("href").charAt(0) === "#") return;
    if (link.dataset.leaves !== undefined) return; // to a document beside the app; Streamlit takes target=_self away
    if (link.origin !== location.origin) return;
    event.preventDefault();
    // Streamlit asks for the view of the present address when the history moves (its onHistoryChange).
    if (link.href !== location.href) history.pushState(null, "", link.href);
    window.dispatchEvent(new PopStateEvent("popstate"));
  });

  // Once per address: where only the figures are renewed, a reader who has scrolled on stays where he is.
  var shown = null;
  var shownFor = "";
  function bringIntoView() {
    if (!/[?&](at|finding|rollback|b)=/.test(location.search)) {
      shownFor = "";
      return;
    }
    var here = document.querySelector("[data-here]");
    if (!here || here === shown || location.href === shownFor) return;
    shown = here;
    shownFor = location.href;
    requestAnimationFrame(function () {
      here.scrollIntoView({ block: here.dataset.here ? "start" : "center" });
      if (here.href) here.focus({ preventScroll: true });
    });
  }
  new MutationObserver(bringIntoView).observe(document.documentElement, { childList: true, subtree: true });
})();
