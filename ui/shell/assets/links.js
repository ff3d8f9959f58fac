// Three things that a page made of addresses needs: a link to another view is followed inside the running app instead
// of loading it anew, the place that an address asks for (data-here) is brought into view, and Back returns to the
// place on the page that one came from.
// Without this script the links still work, by a full load and by the link to the place.
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
    follow(link.href);
  });
  function follow(address) {
    // Streamlit asks for the view of the present address when the history moves (its onHistoryChange).
    if (address !== location.href) {
      clearTimeout(noting);
      noteScroll();
      history.pushState(null, "", address);
    }
    window.dispatchEvent(new PopStateEvent("popstate"));
  }

  // A bar of a chart opens what it stands for, by the mouse and by Enter: its customdata is an address beside the page,
  // without the settings of the view (their list is SETTINGS in ui/shell/links.py).
  var SETTINGS = ["rule", "palette", "hide", "unit", "version", "period"];
  var listening = new WeakMap(); // a chart that is drawn anew has a new function "on"
  function openBar(lead) {
    if (typeof lead !== "string" || !lead) return;
    var address = new URL(lead, location.href);
    var current = new URLSearchParams(location.search);
    SETTINGS.forEach(function (name) {
      if (current.has(name)) address.searchParams.set(name, current.get(name));
    });
    follow(address.href);
  }
  // Plotly draws its bars without a name; each <g class=point> holds its place in the trace of the <g class=trace>.
  function nameBars(chart) {
    chart.querySelectorAll(".trace.bars .point").forEach(function (point) {
      var path = point.querySelector("path");
      var trace = point.closest(".trace").__data__[0].trace;
      var lead = trace.customdata && trace.customdata[point.__data__.i];
      if (!path || !lead) return;
      var lines = trace.hovertext[point.__data__.i].split("<br>").slice(0, -1); // the last one is the hint
      var words = new DOMParser().parseFromString(lines.join("，"), "text/html").body.textContent;
      path.dataset.lead = lead;
      path.setAttribute("tabindex", "0");
      path.setAttribute("role", "link");
      path.setAttribute("aria-label", words.replace(/\s+/g, " "));
    });
  }
  document.addEventListener("keydown", function (event) {
    var bar = event.target instanceof Element ? event.target.closest("path[data-lead]") : null;
    if (bar && event.key === "Enter") openBar(bar.dataset.lead);
  });
  function listenToCharts() {
    document.querySelectorAll(".js-plotly-plot").forEach(function (chart) {
      if (!chart.on || listening.get(chart) === chart.on) return;
      listening.set(chart, chart.on);
      chart.on("plotly_click", function (event) { openBar(event.points && event.points[0] && event.points[0].customdata); });
      chart.on("plotly_afterplot", function () { nameBars(chart); });
      nameBars(chart);
      chart.on("plotly_hover", function (event) {
        chart.classList.toggle("leads-on", Boolean(event.points[0].customdata));
      });
      chart.on("plotly_unhover", function () { chart.classList.remove("leads-on"); });
    });
  }

  // A field of the page that opens an address with what was typed in.
  document.addEventListener("keydown", function (event) {
    var field = event.target instanceof Element ? event.target.closest(".stHtml input.search") : null;
    if (!field || event.key !== "Enter" || event.isComposing || !field.value.trim()) return;
    var address = new URL(field.dataset.address, location.href);
    address.searchParams.set("q", field.value.trim());
    follow(address.href);
  });

  // Back: each entry of the history remembers how far its page was scrolled, and what was folded out there.
  var MOMENT = 200; // ms: browsers limit how often the history may be written
  var LONGEST = 10000;
  var wanted = null;
  var noting = 0;
  var main = function () {
    return document.querySelector("[data-testid=stMain]");
  };
  var folds = function () {
    return main() ? Array.from(main().querySelectorAll(".stHtml details")) : [];
  };
  function noteScroll() {
    noting = 0;
    if (wanted !== null || !main()) return;
    var open = folds().map(function (fold) { return fold.open ? "1" : "0"; }).join("");
    history.replaceState(Object.assign({}, history.state, { top: main().scrollTop, folds: open }), "");
  }
  document.addEventListener("scroll", function () {
    if (!noting) noting = setTimeout(noteScroll, MOMENT);
  }, { capture: true, passive: true });
  window.addEventListener("popstate", function (event) {
    var state = (event.isTrusted && event.state) || {};
    var isWanted = state.top || /1/.test(state.folds || "");
    wanted = isWanted ? { top: state.top || 0, folds: state.folds || "", until: Date.now() + LONGEST } : null;
    clearTimeout(noting);
    noting = 0;
  });
  ["wheel", "touchmove", "keydown"].forEach(function (kind) {
    window.addEventListener(kind, function () { wanted = null; }, { capture: true, passive: true });
  });
  function returnToPlace() {
    if (wanted === null || !main()) return;
    var app = document.querySelector("[data-testid=stApp]");
    var complete = app.getAttribute("data-test-script-state") === "notRunning";
    wanted.ran = wanted.ran || !complete; // until its run begins, the page that is left is there
    var shown = folds();
    var drawn = complete && wanted.ran && shown.length === wanted.folds.length; // the same page has as many as before
    if (drawn) {
      shown.forEach(function (fold, place) { fold.open = wanted.folds[place] === "1"; });
    }
    main().scrollTop = wanted.top;
    var there = Math.abs(main().scrollTop - wanted.top) < 2;
    if ((there && drawn) || Date.now() > wanted.until) wanted = null;
  }

  // Once per address: where only the figures are renewed, a reader who has scrolled on stays where he is.
  var shown = null;
  var shownFor = "";
  function bringIntoView() {
    if (!/[?&](at|finding|rollback|b|choose)=/.test(location.search)) {
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
  function changed() {
    listenToCharts();
    bringIntoView();
    returnToPlace();
  }
  new MutationObserver(changed).observe(document.documentElement, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["data-test-script-state"],
  });
})();
