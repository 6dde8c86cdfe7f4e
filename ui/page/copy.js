// Copies an answer as plain text: its words, then its sources.

import { word } from "./words.js";

const SHOWN_MS = 2000;

/** Copy the answer that `button` stands under, and say so on the button. */
export async function copyAnswer(button) {
  const message = button.closest(".md");
  await write(plainText(message));
  button.textContent = word("copied");
  setTimeout(() => (button.textContent = word("copy_answer")), SHOWN_MS);
}

function plainText(message) {
  const answer = [...message.querySelectorAll(".dp-answer > *")].map((part) => part.textContent);
  const sources = [...message.querySelectorAll(".dp-sources li")].map(sourceLine);
  return `${answer.join("\n\n")}\n\n${sources.join("\n")}\n`;
}

function sourceLine(source) {
  const texts = (selector) => [...source.querySelectorAll(selector)].map((part) => part.textContent);
  const markers = [`[${texts(".dp-number")}]`, ...texts(".dp-marker")];
  return `${markers.join(" ")} ${texts(".dp-title, .dp-about").join(" · ")}`;
}

async function write(text) {
  if (navigator.clipboard) {
    await navigator.clipboard.writeText(text);
    return;
  }
  // A page of another machine without https has no clipboard; a selection can still be copied.
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}
