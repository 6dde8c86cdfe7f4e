// An answer as plain text, with its sources numbered as its markers are.

import { paragraphs, sources } from "./transcript.js";

/** The words of the answer in `message`, then a line for each source, and its quotes below it. */
export function plainText(message) {
  const answer = paragraphs(message).map((part) => part.text);
  return `${answer.join("\n\n")}\n\n${sources(message).map(sourceLine).join("\n")}\n`;
}

function sourceLine({ quotes, title, about, address, carried }) {
  const markers = quotes.map((quote) => `[${quote.marker}]`).join(" ");
  const shown = quotes.filter((quote) => quote.shown);
  const evidence = shown.flatMap(({ text, translation }) => [`“${text}”`, translation]);
  return [
    `${markers} ${[title, about, address, carried].filter(Boolean).join(" · ")}`,
    ...evidence.filter(Boolean).map((line) => `    ${line}`),
  ].join("\n");
}

/** Put `text` on the clipboard. */
export async function write(text) {
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
