// The conversation as a Markdown file that the browser makes and saves.

import { paragraphs, sources, turns } from "./transcript.js";
import { word, written } from "./words.js";

// What Markdown, or HTML inside it, would read as markup; an article may hold any of it.
const MARKUP = /[\\`*_{}[\]<>()#+\-.!|~$&]/g;

/** Save the conversation. */
export function saveConversation() {
  const now = new Date();
  const day = new Date(now - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([markdown(now)], { type: "text/markdown" }));
  link.download = `${word("export_file")}-${day}.md`;
  link.click();
  URL.revokeObjectURL(link.href);
}

function markdown(now) {
  const title = word("export_title").replace("{date}", written(now, { dateStyle: "long" }));
  return [`# ${title}`, ...turns().map(turnText)].join("\n\n") + "\n";
}

function turnText({ question, filters, message }) {
  const told = message ? paragraphs(message) : [];
  const parts = [`## ${escaped(question).replaceAll("\n", " ")}`];
  if (filters) {
    parts.push(`*${escaped(filters)}*`);
  }
  parts.push(...told.map(({ quoted, text }) => (quoted ? `> ${escaped(text)}` : escaped(text))));
  const cited = message ? sources(message) : [];
  if (cited.length) {
    parts.push(`**${word("sources")}**`, cited.map(sourceLine).join("\n"));
  }
  return parts.join("\n\n");
}

function sourceLine({ quotes, title, about, address, carried }) {
  const markers = quotes.map((quote) => `\\[${quote.marker}\\]`).join(" ");
  const what = [title, about].filter(Boolean).map(escaped);
  // A space or an angle bracket would end the address.
  const link = address && `<${address.replace(/[<>\s]/g, encodeURIComponent)}>`;
  const shown = quotes.filter((quote) => quote.shown);
  const evidence = shown.flatMap(({ text, translation }) => [`“${text}”`, translation]);
  const quoted = evidence.filter(Boolean).map(escaped).join("\n  >\n  > ");
  const line = `- ${markers} ${[...what, link, escaped(carried)].filter(Boolean).join(" · ")}`;
  return quoted ? `${line}\n  > ${quoted}` : line;
}

function escaped(text) {
  return text.trim().replace(MARKUP, "\\$&");
}
