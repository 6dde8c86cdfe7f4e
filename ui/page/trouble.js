// Says in the page's language what is wrong with the server, until it is well again.

import { word } from "./words.js";

const EVERY_MS = 2000;
const FAILURE_SHOWN_MS = 8000;

const notice = document.createElement("div");
notice.id = "dp-trouble";
notice.setAttribute("role", "alert");
notice.hidden = true;

/** Watch for the errors that Gradio tells in English, in toasts that chat.css hides. */
export function watchServer() {
  document.body.append(notice);
  new MutationObserver((changes) => {
    const added = changes.flatMap((change) => [...change.addedNodes]);
    const isError = (node) => node.querySelector?.("[data-testid=toast-body].error");
    if (notice.hidden && added.some(isError)) {
      tell();
    }
  }).observe(document.body, { childList: true, subtree: true });
}

async function tell() {
  if (await isUp()) {
    show("failed");
    setTimeout(hide, FAILURE_SHOWN_MS);
    return;
  }
  show("unreachable");
  const check = setInterval(async () => {
    if (await isUp()) {
      clearInterval(check);
      hide();
    }
  }, EVERY_MS);
}

async function isUp() {
  try {
    return (await fetch("healthz")).ok;
  } catch {
    return false;
  }
}

function show(key) {
  notice.textContent = word(key);
  notice.hidden = false;
}

function hide() {
  notice.hidden = true;
}
