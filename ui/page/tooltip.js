// Shows the quote of a marker when it is pointed at or has the focus. The quote is in the page
// already, under the answer; here it is built as text nodes, so that it can act as nothing else.

import { messageOf, sources } from "./transcript.js";

const DELAY_MS = 150;
const GAP = 8; // pixels between the marker and its quote, and to the edges of the window

const box = document.createElement("div");
box.id = "dp-tip";
box.setAttribute("role", "tooltip");
box.hidden = true;

let shown = null; // the marker whose quote is shown
let waiting = 0;

/** Watch the markers of all answers. */
export function watchMarkers() {
  document.addEventListener("mouseover", (event) => {
    const marker = event.target.closest(".dp-marker");
    clearTimeout(waiting);
    if (marker) {
      waiting = setTimeout(() => show(marker), DELAY_MS);
    } else if (!box.contains(event.target)) {
      waiting = setTimeout(hide, DELAY_MS);
    }
  });
  document.addEventListener("focusin", (event) => {
    const marker = event.target.closest(".dp-marker");
    // The focus that a closed article gives back is no question for its quote.
    if (marker?.matches(":focus-visible")) {
      show(marker);
    } else {
      hide();
    }
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
  for (const gesture of ["click", "resize"]) {
    addEventListener(gesture, hide, { capture: true });
  }
  // The page scrolls to a marker that gets the focus: its quote goes with it.
  const follow = () => (shown && shown === document.activeElement ? place(shown) : hide());
  addEventListener("scroll", follow, { capture: true, passive: true });
}

function show(marker) {
  const message = marker.isConnected && messageOf(marker);
  const cited = message ? citation(message, marker.getAttribute("href")) : null;
  if (!cited) {
    return;
  }
  hide();
  shown = marker;
  marker.closest("main").append(box); // what is outside of the page's regions is easily missed
  box.replaceChildren(
    part("q", cited.quote),
    ...(cited.translation ? [part("em", cited.translation)] : []),
    part("strong", cited.title),
    part("span", cited.about),
  );
  box.hidden = false;
  marker.setAttribute("aria-describedby", box.id);
  place(marker);
}

function hide() {
  clearTimeout(waiting);
  shown?.removeAttribute("aria-describedby");
  shown = null;
  box.hidden = true;
}

function citation(message, href) {
  for (const source of sources(message)) {
    const quote = source.quotes.find((one) => one.href === href);
    if (quote) {
      const { text, translation } = quote;
      return { quote: text, translation, title: source.title, about: source.about };
    }
  }
  return null;
}

/** Above the marker, or below it where there is no room, within the window. */
function place(marker) {
  const at = marker.getBoundingClientRect();
  const left = at.left + at.width / 2 - box.offsetWidth / 2;
  const most = document.documentElement.clientWidth - box.offsetWidth - GAP;
  const above = at.top - box.offsetHeight - GAP;
  box.style.left = `${Math.max(GAP, Math.min(left, most))}px`;
  box.style.top = `${above >= GAP ? above : at.bottom + GAP}px`;
}

function part(name, text) {
  const element = document.createElement(name);
  element.textContent = text;
  element.dir = "auto";
  return element;
}
