// Turns the slides. All of them are in the document: a page turn shows one and hides the other, and asks no server.
(() => {
  "use strict";
  const slides = [...document.querySelectorAll(".slide")];
  const { opened, leave, source } = document.body.dataset;
  const title = document.title;
  let place = Math.max(0, slides.findIndex((slide) => slide.classList.contains("current")));

  // The open slide first, then its neighbours, then the rest while nothing else is to be done.
  const later = window.requestIdleCallback || ((work) => setTimeout(work, 30));
  let round = 0;
  function draw() {
    window.drawSlide(slides[place]);
    const order = slides.map((_, at) => at).sort((a, b) => Math.abs(a - place) - Math.abs(b - place));
    const own = ++round;
    const next = () => {
      if (own !== round) return;
      const at = order.shift();
      if (at === undefined) {
        document.documentElement.dataset.ready = "all";
        return;
      }
      window.drawSlide(slides[at]);
      later(next);
    };
    later(next);
  }

  function turn(to) {
    const next = Math.max(0, Math.min(slides.length - 1, to));
    slides[place].classList.remove("current");
    place = next;
    window.drawSlide(slides[place]);
    slides[place].classList.add("current");
    slides[place].focus({ preventScroll: true });
    tell();
  }

  function tell() {
    const address = new URL(location.href);
    address.searchParams.set("p", place + 1);
    address.searchParams.set("opened", opened);
    history.replaceState(null, "", address);
    document.title = `${place + 1}/${slides.length} ${title}`;
    if (presenting) showNotes();
  }

  // ?notes=1: the presenter's own screen, with the time since it was opened, the notes and what comes next.
  const presenting = new URL(location.href).searchParams.get("notes") === "1";
  const began = Date.now();
  function showNotes() {
    const next = slides[place + 1];
    document.getElementById("next").textContent = next ? `下一页：${next.querySelector("h1").textContent.replace(/\s+/g, "")}` : "最后一页";
    document.getElementById("notes").replaceChildren(slides[place].querySelector("template.notes").content.cloneNode(true));
  }
  function showClock() {
    const seconds = Math.floor((Date.now() - began) / 1000);
    const two = (number) => String(number).padStart(2, "0");
    document.getElementById("clock").textContent = `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
  }
  if (presenting) {
    document.documentElement.classList.add("with-notes");
    document.getElementById("presenter").hidden = false;
    setInterval(showClock, 500);
  }

  // The sentence of a figure, over the slide; the whole report opens in another tab.
  const proof = document.getElementById("proof");
  function openProof(button) {
    const lines = button.dataset.sentence.split("\n").map((line) => {
      const part = document.createElement("p");
      part.textContent = line;
      return part;
    });
    proof.querySelector("div").replaceChildren(...lines);
    proof.querySelector("a").href = `${source}${button.dataset.place}`;
    proof.showModal();
  }
  proof.querySelector("button").addEventListener("click", () => proof.close());
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".proof");
    if (button) openProof(button);
  });

  const blank = document.getElementById("blank");
  const toggleBlank = () => { blank.hidden = !blank.hidden; };

  // The screen stays on while the slides are looked at; browsers allow that on https and on this machine only.
  async function stayAwake() {
    if (!navigator.wakeLock) {
      const hint = document.getElementById("awake");
      hint.hidden = false;
      setTimeout(() => { hint.hidden = true; }, 8000);
      return;
    }
    const lock = () => navigator.wakeLock.request("screen").catch(() => {});
    await lock();
    document.addEventListener("visibilitychange", () => { if (!document.hidden) lock(); });
  }

  function exit() {
    if (document.fullscreenElement) document.exitFullscreen();
    else location.assign(leave);
  }
  function toggleFullScreen() {
    if (document.fullscreenElement) document.exitFullscreen();
    else if (document.documentElement.requestFullscreen) document.documentElement.requestFullscreen().catch(() => {});
  }

  const KEYS = {
    ArrowRight: () => turn(place + 1), ArrowDown: () => turn(place + 1), PageDown: () => turn(place + 1),
    Enter: () => turn(place + 1), ArrowLeft: () => turn(place - 1), ArrowUp: () => turn(place - 1),
    PageUp: () => turn(place - 1), Backspace: () => turn(place - 1), Home: () => turn(0),
    End: () => turn(slides.length - 1), Escape: exit, f: toggleFullScreen, F: toggleFullScreen,
    b: toggleBlank, B: toggleBlank, ".": toggleBlank,
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || proof.open) return;
    if (!blank.hidden) {
      event.preventDefault();
      toggleBlank();
      return;
    }
    if (event.key === "Enter" && event.target.closest(".proof")) return;
    const act = event.key === " " ? () => turn(place + (event.shiftKey ? -1 : 1)) : KEYS[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  // The left third goes back, the rest goes on; a finger that moves sideways turns like a page.
  let start = null;
  document.addEventListener("pointerdown", (event) => {
    start = { x: event.clientX, y: event.clientY };
  });
  document.addEventListener("pointerup", (event) => {
    if (!start || event.button > 0 || proof.open || event.target.closest(".proof, #presenter")) return;
    const across = event.clientX - start.x;
    const along = event.clientY - start.y;
    start = null;
    if (Math.abs(across) > 40 && Math.abs(across) > 2 * Math.abs(along)) turn(place + (across < 0 ? 1 : -1));
    else if (Math.hypot(across, along) < 8) turn(place + (event.clientX < innerWidth / 3 ? -1 : 1));
  });

  let waiting = 0;
  window.addEventListener("resize", () => {
    clearTimeout(waiting);
    waiting = setTimeout(draw, 60);
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", draw);
  tell();
  draw();
  stayAwake();
})();
