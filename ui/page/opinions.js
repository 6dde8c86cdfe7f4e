// Which thumb was pressed under an answer: kept in this browser, with the conversation.

import { plainText } from "./copy.js";
import { messageOf, turnOf } from "./transcript.js";

const KEY = "depeche-opinions"; // signout.js forgets it, too
const MOST = 50; // as many as the conversation has turns

/** Keep the verdict that `button` stands for, and show it. */
export function keepOpinion(button, verdict) {
  const name = nameOf(button);
  const others = kept().filter((one) => one.name !== name);
  try {
    localStorage.setItem(KEY, JSON.stringify([...others, { name, verdict }].slice(-MOST)));
  } catch {
    // A browser that keeps nothing shows it until the page is left.
  }
  show(button.parentElement, verdict);
}

/** Show the verdicts under the answers that have come to the page. */
export function showOpinions() {
  const opinions = kept();
  for (const button of document.querySelectorAll("#dp-chat .dp-like:not([aria-pressed])")) {
    const name = nameOf(button);
    const opinion = opinions.find((one) => one.name === name);
    show(button.parentElement, opinion?.verdict);
  }
}

/** Forget them all, as a new conversation does. */
export function forgetOpinions() {
  localStorage.removeItem(KEY);
}

function show(row, verdict) {
  for (const button of row.querySelectorAll(".dp-like, .dp-dislike")) {
    const pressed = button.classList.contains(`dp-${verdict}`);
    button.classList.toggle("dp-said", pressed);
    button.setAttribute("aria-pressed", pressed);
  }
}

/** What tells an answer from others, whatever the page's theme or width. */
function nameOf(button) {
  const message = messageOf(button);
  return JSON.stringify([turnOf(message)?.question, plainText(message)]);
}

/** Of a damaged store nothing is believed. */
function kept() {
  try {
    const opinions = JSON.parse(localStorage.getItem(KEY)) ?? [];
    return opinions.filter((one) => typeof one?.name === "string");
  } catch {
    return [];
  }
}
