// Draws the chart of a slide with plotly from the figure that stands beside it, as large as the slide has room for.
// A rem is 1/40 of the slide's height: no type is ever smaller.
(() => {
  "use strict";
  const TEXT = 14; // px of text in the figures as they come
  const LARGEST = 1.7; // rem of text at most
  const LARGEST_TABLE = 1.5;
  const STAND_IN = "#000037"; // what charts/theme.py writes for the page's colour of text
  const LENGTHS = new Set(["size", "height", "l", "r", "t", "b", "pad"]);

  function scaled(part, factor, color, key, parent) {
    if (Array.isArray(part)) return part.map((each) => (typeof each === "object" && each ? scaled(each, factor, color) : each));
    if (part && typeof part === "object")
      return Object.fromEntries(Object.entries(part).map(([name, each]) => [name, scaled(each, factor, color, name, key)]));
    if (part === STAND_IN) return color;
    if (typeof part !== "number") return part;
    return LENGTHS.has(key) || (key === "width" && parent === "line") || key === "gridwidth" ? part * factor : part;
  }

  // The words' width in px at TEXT, by the longest line that a figure has.
  const ruler = document.createElement("canvas").getContext("2d");
  function widest(figure, fonts) {
    ruler.font = `bold ${TEXT}px ${fonts}`;
    const texts = figure.data.filter((trace) => trace.mode === "text" && trace.xaxis !== "x2").flatMap((trace) => trace.text);
    const lines = texts.flatMap((text) => text.split("<br>")).map((line) => line.replace(/<[^>]*>/g, ""));
    return Math.max(0, ...lines.map((line) => ruler.measureText(line).width)) + 24;
  }

  // Tables grow as long as they fit; their smallest type is that of the stylesheet.
  function grow(part, largest, fits) {
    if (!part) return;
    for (let size = largest; size > 1.02; size -= 0.08) {
      part.style.fontSize = `${size}rem`;
      if (fits(part)) return;
    }
    part.style.fontSize = "";
  }
  const tableFits = (table) =>
    table.offsetHeight <= table.parentElement.clientHeight && table.offsetWidth <= table.parentElement.clientWidth;

  window.drawSlide = function (slide) {
    drawChart(slide);
    grow(slide.querySelector(".words"), LARGEST_TABLE, tableFits);
  };

  function drawChart(slide) {
    const box = slide.querySelector(".chart");
    if (!box) return;
    const style = getComputedStyle(slide);
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const stamp = `${slide.clientWidth} ${slide.clientHeight} ${style.color}`;
    if (box.dataset.stamp === stamp) return;
    box.dataset.stamp = stamp;
    const figure = JSON.parse(box.parentElement.querySelector("script").textContent);
    const least = (1.02 * rem) / TEXT;
    const room = Math.min(box.clientHeight / figure.layout.height, box.clientWidth / widest(figure, style.fontFamily));
    const factor = Math.max(least, Math.min(room, (LARGEST * rem) / TEXT));
    const layout = scaled(figure.layout, factor, style.color);
    layout.width = box.clientWidth;
    layout.autosize = false;
    window.Plotly.newPlot(box, scaled(figure.data, factor, style.color), layout, { staticPlot: true, displayModeBar: false });
  }
})();
