// The article panel: the whole article with the quote marked. Everything is built as text nodes,
// so nothing in an article can act as markup.

import { make } from "./make.js";
import { messageOf, sources } from "./transcript.js";
import { language, word, written } from "./words.js";

const NARROW = matchMedia("(max-width: 900px)");

// "#p-<passage>-<quote start>-<quote end>-<answering start>-<answering end>", see answer_html.py
const ADDRESS = /^#p-(.+)-(\d+)-(\d+)-(\d+)-(\d+)$/;
// "#a-<article>": a near-duplicate of the article cited, of which nothing is quoted
const COPY = /^#a-(.+)$/;

let opener = null; // the citation that opened the panel, where the focus goes back to
let loading = new AbortController();

const reader = make("div", { className: "dp-reader", tabIndex: 0 });
const close = make("button", { className: "dp-close", type: "button", title: word("panel_close") });
close.setAttribute("aria-label", word("panel_close"));
close.append(cross());
close.addEventListener("click", closePanel);

const panel = make("div", { id: "dp-panel" });
panel.setAttribute("aria-label", word("panel"));
panel.append(make("div", { className: "dp-bar" }, word("panel"), close), reader);
document.body.append(panel);

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && isOpen()) {
    closePanel();
  }
});
NARROW.addEventListener("change", coverChat);

/** Open the article that the link `citation` points to, at its quote where it has one. */
export async function openPanel(citation) {
  const copy = COPY.exec(citation.getAttribute("href"));
  const cited = copy ? { article: copy[1] } : quoteOf(citation.getAttribute("href"));
  const quotes = copy ? [] : quotesBeside(citation);
  setOpener(citation);
  document.body.classList.add("dp-reading");
  coverChat();
  close.focus();
  loading.abort();
  loading = new AbortController();
  const { signal } = loading;
  reader.replaceChildren(message(word("panel_loading")));
  const content = await contentOf(cited, quotes, signal);
  if (!signal.aborted) {
    reader.replaceChildren(...content);
    reader.scrollTop = 0;
    reader.querySelector("mark.dp-cited")?.scrollIntoView({ block: "center" });
  }
}

/** Close the panel and give the focus back to the citation that opened it. */
export function closePanel() {
  if (!isOpen()) {
    return;
  }
  loading.abort();
  document.body.classList.remove("dp-reading");
  coverChat();
  // The conversation may have been cleared meanwhile.
  const back = opener?.isConnected ? opener : document.querySelector("#dp-ask textarea");
  setOpener(null);
  back?.focus();
}

function isOpen() {
  return document.body.classList.contains("dp-reading");
}

function setOpener(citation) {
  opener?.classList.remove("dp-open");
  opener = citation;
  opener?.classList.add("dp-open");
}

/** On a narrow screen the panel covers the chat, which then must not take the focus. */
function coverChat() {
  const covered = isOpen() && NARROW.matches;
  document.querySelector("gradio-app").inert = covered;
  panel.setAttribute("role", covered ? "dialog" : "complementary");
  panel.ariaModal = covered ? "true" : null;
}

/** What the address of a citation says: the passage, the quote and the words that answer. */
function quoteOf(href) {
  const [, passage, ...offsets] = ADDRESS.exec(href);
  const [start, end, low, high] = offsets.map(Number);
  return { passage, start, end, low, high };
}

/** The quotes of the same article in the same answer, that of `citation` among them. */
function quotesBeside(citation) {
  const message = messageOf(citation);
  const href = citation.getAttribute("href");
  const cited = message ? sources(message).map((source) => source.quotes) : [];
  const article = cited.find((quotes) => quotes.some((quote) => quote.href === href));
  return (article ?? [{ href }]).map((quote) => quoteOf(quote.href));
}

async function contentOf(cited, quotes, signal) {
  try {
    const { article, passage } = cited;
    const kept = article ? `articles/${encodeURIComponent(article)}` : `passages/${encodeURIComponent(passage)}`;
    const response = await fetch(`api/${kept}`, { signal });
    const body = await response.json();
    if (response.ok) {
      return articleContent(article ? body : body.article, cited, quotes);
    }
    const reason = word("panel_failed").replace("{reason}", body.detail);
    return [message(response.status === 404 ? word("panel_gone") : reason)];
  } catch {
    return [message(word("unreachable"))];
  }
}

function articleContent(article, cited, quotes) {
  const title = make("h2", { dir: "auto" }, article.title ?? word("untitled"));
  const facts = [article.source, publication(article), languageName(article.language)];
  const about = make("p", { className: "dp-facts" }, facts.filter(Boolean).join(" · "));
  const text = make("div", { className: "dp-text", dir: "auto" }, ...markedText(article, cited, quotes));
  text.lang = article.language ?? "";
  title.lang = text.lang;
  return [title, about, ...original(article.url), text];
}

/** The article's text with every quote in a mark, and the words that answer in a strong. */
function markedText(article, cited, quotes) {
  // Offsets count code points; a JavaScript string counts UTF-16 units.
  const characters = Array.from(article.text);
  const ends = quotes.flatMap(({ start, end, low, high }) => [start, end, low, high]);
  const title = titleLength(article);
  const cuts = [...new Set([0, title, characters.length, ...ends])].sort((one, other) => one - other);
  const content = [];
  for (const [number, to] of cuts.slice(1).entries()) {
    const from = cuts[number];
    const text = characters.slice(from, to).join("");
    const within = (start, end) => start <= from && to <= end;
    // Quotes may overlap; the one that was asked for lies on top.
    const holding = quotes.filter(({ start, end }) => within(start, end));
    if (!holding.length) {
      content.push(to <= title ? make("span", { className: "dp-repeated" }, text) : text);
      continue;
    }
    const kind = within(cited.start, cited.end) ? "dp-cited" : "dp-beside";
    const last = content.at(-1);
    const mark = last?.className === kind ? last : make("mark", { className: kind });
    mark.append(holding.some(({ low, high }) => within(low, high)) ? make("strong", {}, text) : text);
    if (mark !== last) {
      content.push(mark);
    }
  }
  return content;
}

/** Characters of the title that the text begins with, and of the empty lines after it. */
function titleLength({ title, text }) {
  if (!title || !text.startsWith(title)) {
    return 0;
  }
  const after = /^\s*\n\s*/.exec(text.slice(title.length));
  return after ? Array.from(title + after[0]).length : 0;
}

function original(url) {
  if (!/^https?:/i.test(url ?? "")) {
    return [];
  }
  const link = { className: "dp-original", href: url, target: "_blank", rel: "noopener noreferrer" };
  return [make("a", link, word("panel_original"))];
}

/** The date, no more precise than it is known: "18 June 2025", "July 2024", "2024". */
function publication({ published, published_precision: precision }) {
  if (!published) {
    return null;
  }
  const parts = { year: "numeric", timeZone: "UTC" };
  if (precision !== "year") {
    parts.month = "long";
  }
  if (precision !== "year" && precision !== "month") {
    parts.day = "numeric";
  }
  return written(new Date(published), parts);
}

function languageName(code) {
  return code && new Intl.DisplayNames(language, { type: "language" }).of(code);
}

function message(text) {
  return make("p", { className: "dp-message", role: "status" }, text);
}

function cross() {
  const namespace = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(namespace, "svg");
  drawing.setAttribute("viewBox", "0 0 16 16");
  drawing.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(namespace, "path");
  path.setAttribute("d", "M3.5 3.5l9 9m0-9l-9 9");
  path.setAttribute("stroke", "currentColor");
  path.setAttribute("stroke-width", "1.6");
  path.setAttribute("stroke-linecap", "round");
  drawing.append(path);
  return drawing;
}
