// Says in the page's language what is wrong with the server, until it is well again.

import { word } from "./words.js";

const EVERY_MS = 2000;
const FAILURE_SHOWN_MS = 8000;
const USUAL_WAIT_S = 5; // where a proxy that cannot reach the server names none
const UNSENT = "depeche-unsent"; // what stands in the question's box while the reader signs in

// What is told of an answer with that status.
const TROUBLES = { 429: "trouble_rate", 502: "trouble_busy", 503: "trouble_busy", 504: "trouble_busy" };

const notice = document.createElement("div");
notice.id = "dp-trouble";
notice.setAttribute("role", "alert");
notice.hidden = true;

const send = window.fetch.bind(window); // unwatched

let shown = 0; // the timer that hides the notice
let leaving = false; // the page is about to be left for the sign-in
let typed = ""; // the question in the box, until the server has it

/** Watch every request of the page, and the errors that Gradio tells in toasts that are hidden. */
export function watchServer() {
  document.body.append(notice);
  document.addEventListener("input", ({ target }) => {
    if (target.matches("#dp-ask textarea") && target.value) {
      typed = target.value;
    }
  });
  window.fetch = async (...request) => {
    const response = await send(...request);
    look(response);
    return response;
  };
  new MutationObserver((changes) => {
    const added = changes.flatMap((change) => [...change.addedNodes]);
    const isError = (node) => node.querySelector?.("[data-testid=toast-body].error");
    if (notice.hidden && added.some(isError)) {
      tell();
    }
  }).observe(document.body, { childList: true, subtree: true });
}

/** Put back into the question's box what could not be sent before the reader signed in again. */
export function restoreQuestion() {
  const box = document.querySelector("#dp-ask textarea");
  const unsent = sessionStorage.getItem(UNSENT);
  if (box && unsent !== null && !leaving) {
    sessionStorage.removeItem(UNSENT);
    box.value = unsent;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

function look(response) {
  if (new URL(response.url).origin !== location.origin) {
    return;
  }
  if (response.status === 401) {
    // The session has ended: the page leads to the sign-in by itself.
    // By then the box may have been emptied, since the question was about to be sent.
    if (typed) {
      sessionStorage.setItem(UNSENT, typed);
    }
    leaving = true;
    location.reload();
  } else if (response.ok && response.url.includes("/queue/join")) {
    typed = ""; // it was sent
  } else if (TROUBLES[response.status]) {
    const seconds = Number(response.headers.get("Retry-After")) || USUAL_WAIT_S;
    show(word(TROUBLES[response.status]).replace("{seconds}", seconds), seconds * 1000);
  }
}

async function tell() {
  if (await isUp()) {
    show(word("failed"), FAILURE_SHOWN_MS);
    return;
  }
  show(word("unreachable"));
  const check = setInterval(async () => {
    if (await isUp()) {
      clearInterval(check);
      hide();
    }
  }, EVERY_MS);
}

async function isUp() {
  try {
    return (await send("healthz")).ok;
  } catch {
    return false;
  }
}

/** Show it for so many milliseconds; without them until it is hidden. */
function show(text, duration) {
  clearTimeout(shown);
  notice.textContent = text;
  notice.hidden = false;
  if (duration) {
    shown = setTimeout(hide, duration);
  }
}

function hide() {
  notice.hidden = true;
}
