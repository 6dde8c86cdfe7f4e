// The buttons under an answer, and those of the conversation.

import { plainText, write } from "./copy.js";
import { saveConversation } from "./export.js";
import { openFeedback } from "./feedback.js";
import { signOut } from "./signout.js";
import { messageOf } from "./transcript.js";
import { word } from "./words.js";

const SHOWN_MS = 2000;

const status = document.createElement("div");
status.className = "dp-unseen";
status.setAttribute("role", "status");
document.body.append(status);

const ACTIONS = {
  "dp-copy": copyAnswer,
  "dp-link": copyLink,
  "dp-again": askAgain,
  "dp-like": (button) => openFeedback(button, "like"),
  "dp-dislike": (button) => openFeedback(button, "dislike"),
};

/** Do what the button asks for; false when it is none of these. */
export function act(event) {
  const button = event.target.closest(".dp-action, #dp-export, #dp-sign-out");
  if (!button) {
    return false;
  }
  if (button.id === "dp-export") {
    saveConversation();
    return true;
  }
  if (button.id === "dp-sign-out") {
    signOut();
    return true;
  }
  // A link that is to open elsewhere is left to the browser.
  if (event.ctrlKey || event.metaKey || event.shiftKey) {
    return true;
  }
  event.preventDefault();
  const kind = Object.keys(ACTIONS).find((name) => button.classList.contains(name));
  ACTIONS[kind](button);
  return true;
}

async function copyAnswer(button) {
  await write(plainText(messageOf(button)));
  say(button, word("copied"), word("copy_answer"));
}

async function copyLink(link) {
  await write(link.href);
  say(link, word("link_copied"), word("link"));
}

/** Ask the last question again, unless one is being answered. */
function askAgain() {
  if (!document.querySelector("#dp-ask .stop-button")) {
    document.querySelector("#dp-again").click();
    document.querySelector("#dp-ask textarea").focus();
  }
}

/** Show on the button, and tell screen readers, that it is done. */
function say(button, done, before) {
  button.textContent = done;
  status.textContent = done;
  setTimeout(() => {
    button.textContent = before;
    status.textContent = "";
  }, SHOWN_MS);
}
