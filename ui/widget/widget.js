// The widget of Dépêche: <script src="https://HOST/widget.js" data-widget="ID" async></script>
//
// One custom element, <depeche-widget>, whose shadow root holds a button and a chat panel. Every
// text becomes a text node and every address is checked, so nothing in an article, an answer or an
// attribute can act as markup. It sets no cookie, and asks the server nothing before the reader does.
(() => {
  "use strict";

  const SCRIPT = document.currentScript;
  const SERVER = new URL(".", SCRIPT.src);
  const NAME = "depeche-widget";

  const SETTINGS = [
    "widget", "language", "title", "greeting", "questions", "position", "theme", "accent",
    "accentDark", "opened", "inline",
  ];
  const QUESTION_LIMIT = 2000; // characters, as on the server
  const EARLIER_QUESTIONS = 8; // sent with a question, as the server takes them
  const KEPT_TURNS = 20; // of a conversation, in the session storage of the page
  const PATIENCE_MS = 60_000;

  const WORDS = {
    en: {
      button: "Ask a question",
      title: "Ask the articles",
      greeting: "Every answer comes with the sentences of the articles that prove it.",
      question: "Your question",
      placeholder: "Ask a question",
      send: "Send",
      close: "Close",
      fresh: "New conversation",
      back: "Back to the answer",
      conversation: "Conversation",
      sources: "Sources",
      carried: "also carried by",
      translation: "Translation:",
      article: "Article",
      untitled: "Untitled article",
      original: "Open the original",
      window: "(new window)",
      waiting: "Looking in the articles…",
      loading: "Opening the article…",
      gone: "This article is no longer in the library.",
      refused: "This question cannot be read: write at least a word, and at most 2,000 characters.",
      many: "Too many questions for now. Try again in a little while.",
      failed: "The assistant does not answer for the moment. Try again later.",
    },
    fr: {
      button: "Poser une question",
      title: "Interrogez les articles",
      greeting: "Chaque réponse vient avec les phrases des articles qui la prouvent.",
      question: "Votre question",
      placeholder: "Posez une question",
      send: "Envoyer",
      close: "Fermer",
      fresh: "Nouvelle conversation",
      back: "Revenir à la réponse",
      conversation: "Conversation",
      sources: "Sources",
      carried: "repris par",
      translation: "Traduction :",
      article: "Article",
      untitled: "Article sans titre",
      original: "Ouvrir l’original",
      window: "(nouvelle fenêtre)",
      waiting: "Recherche dans les articles…",
      loading: "Ouverture de l’article…",
      gone: "Cet article n’est plus dans la bibliothèque.",
      refused:
        "Cette question ne peut pas être lue : écrivez au moins un mot, et au plus 2 000 caractères.",
      many: "Trop de questions pour l’instant. Réessayez dans un petit moment.",
      failed: "L’assistant ne répond pas pour le moment. Réessayez plus tard.",
    },
  };

  const ICONS = {
    chat: "M3 4.5A1.5 1.5 0 0 1 4.500 3h7A1.500 1.500 0 0 1 13 4.500v5a1.500 1.500 0 0 1-1.500 1.500H7.500L4.500 13.500V11A1.500 1.500 0 0 1 3 9.500z",
    close: "M3.5 3.500l9 9m0-9l-9 9",
    back: "M9.500 3L4.500 8l5 5",
    fresh: "M8 3v10M3 8h10",
    send: "M8 13V3.500M3.500 8L8 3.500L12.500 8",
    away: "M6 3.500h6.500V10M12.500 3.500L4 12",
  };

  // In the top layer nothing of the page can cover the widget or move it. Declarations of :host
  // that are important win over those of the page that are, so they undo the page's styles here.
  const STYLE = `
:host { all: initial !important; display: contents !important; direction: ltr !important; }
:host([data-inline]) { display: block !important; }
:host::before, :host::after { display: none !important; content: none !important; }
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
.w {
  --accent: #0b5a6f;
  --accent-dark: #7fc6d9;
  --fill: light-dark(var(--accent), var(--accent-dark));
  --on-fill: oklch(from var(--fill) round(1.21 - l) 0 0);
  --surface: light-dark(#fff, #1e2022);
  --ink: light-dark(#1d1c1a, #e9e6e0);
  --soft: light-dark(#625e57, #aaa69e);
  --line: light-dark(#e3dfd8, #3a3d40);
  --tint: color-mix(in oklab, var(--fill) 13%, var(--surface));
  --serif: Charter, "Bitstream Charter", "Iowan Old Style", Georgia, "Noto Serif", serif;
  color-scheme: light dark;
  position: fixed;
  inset: auto 20px 20px auto;
  z-index: 2147483647;
  width: auto;
  height: auto;
  margin: 0;
  padding: 0;
  border: 0;
  overflow: visible;
  background: none;
  color: var(--ink);
  font: 1em/1.5 ui-sans-serif, system-ui, -apple-system, "Segoe UI", "Noto Sans", sans-serif;
  text-align: start;
}
.w.left { inset: auto auto 20px 20px; }
.w.light { color-scheme: light; }
.w.dark { color-scheme: dark; }
.w.inline { position: static; height: min(36em, 85vh); }
button, textarea { margin: 0; padding: 0; border: 0; background: none; color: inherit; font: inherit; }
button { cursor: pointer; text-align: start; }
svg { display: block; flex: none; width: 1.15em; height: 1.15em; fill: none; stroke: currentColor;
  stroke-width: 1.6; stroke-linecap: round; stroke-linejoin: round; }
:is(button, a, [tabindex]):focus-visible { outline: 2px solid var(--fill); outline-offset: 2px; }
h2, h3, p, ul, blockquote { margin: 0; padding: 0; font: inherit; }
.launch { display: flex; align-items: center; gap: .6em; padding: .8em 1.25em; border-radius: 2em;
  background: var(--fill); color: var(--on-fill); font-weight: 600; border: 1px solid transparent;
  box-shadow: 0 2px 6px rgb(0 0 0 / 18%), 0 8px 24px rgb(0 0 0 / 16%); }
.launch:hover, .send:hover { filter: brightness(1.1); }
.launch:focus-visible { outline-offset: 3px; }
.panel { position: relative; display: flex; flex-direction: column; width: min(25.5em, calc(100vw - 40px));
  height: min(42em, calc(100dvh - 40px)); overflow: hidden; border: 1px solid var(--line);
  border-radius: 16px; background: var(--surface);
  box-shadow: 0 2px 6px rgb(0 0 0 / 10%), 0 16px 48px rgb(0 0 0 / 20%); }
.inline .panel { width: 100%; height: 100%; box-shadow: none; }
.bar { display: flex; flex: none; align-items: center; gap: .25em; min-height: 3.5em;
  padding: .4em .6em .4em 1.25em; border-bottom: 1px solid var(--line); }
.bar:has(.back:not([hidden])) { padding-inline-start: .6em; }
.bar h2 { flex: 1; min-width: 0; overflow: hidden; font-weight: 650; text-overflow: ellipsis; white-space: nowrap; }
.icon { display: grid; flex: none; place-items: center; width: 2.5em; height: 2.5em; border-radius: 10px; color: var(--soft); }
.icon:hover { background: var(--tint); color: var(--ink); }
.scroll { position: relative; flex: 1; min-height: 0; padding: 1.25em; overflow: auto; overscroll-behavior: contain;
  overflow-wrap: anywhere; scrollbar-width: thin; scrollbar-color: var(--line) transparent; }
.scroll:focus-visible { outline-offset: -3px; }
.greeting { color: var(--soft); text-wrap: pretty; white-space: pre-line; }
.proposed { display: grid; gap: .5em; margin-top: 1.1em; }
.proposed button { padding: .65em .9em; border: 1px solid var(--line); border-radius: 12px; line-height: 1.35; }
.proposed button:hover { border-color: var(--fill); background: var(--tint); }
.turn + .turn { margin-top: 1.75em; }
.asked { width: fit-content; max-width: 88%; max-height: 9em; margin: 0 0 1em auto; padding: .55em .95em; overflow: auto;
  border-radius: 16px 16px 4px; background: var(--tint); white-space: pre-line; }
.answer { display: grid; gap: .55em; color: var(--soft); }
.answer b, .answer blockquote { color: var(--ink); }
.answer blockquote { padding-inline-start: .9em; border-inline-start: 3px solid var(--fill); font: 1.06em/1.55 var(--serif); }
b { font-weight: 700; }
.abstained > p:first-child { padding: .65em .9em; border: 1px solid var(--line); border-radius: 12px; color: var(--ink); }
.abstained blockquote { border-color: var(--line); font-size: 1em; }
.marker { display: inline-block; padding: 0 .45em; border-radius: 6px; background: var(--tint); color: var(--ink);
  font: 600 .8em/1.6 ui-sans-serif, system-ui, sans-serif; }
.marker:hover { background: var(--fill); color: var(--on-fill); }
.sources { margin-top: 1.1em; }
.sources h3 { margin-bottom: .35em; color: var(--soft); font-size: .82em; font-weight: 600; }
.sources ul { overflow: hidden; border: 1px solid var(--line); border-radius: 12px; list-style: none; }
.sources li { display: flex; flex-wrap: wrap; align-items: center; gap: .3em; padding-inline-end: .4em; }
.sources li + li { border-top: 1px solid var(--line); }
.sources li:has(.source:hover) { background: var(--tint); }
.source { display: flex; flex: 1; gap: .7em; min-width: 0; padding: .55em 0 .55em .85em; line-height: 1.35; }
.source:focus-visible { outline-offset: -3px; border-radius: 12px; }
.source i { flex: none; min-width: 1em; color: var(--soft); font-size: .9em; font-style: normal; font-weight: 600; }
.source small, .facts { display: block; color: var(--soft); font-size: .84em; }
.more { flex: 100%; padding: 0 .4em .55em 2.55em; color: var(--soft); font-size: .84em; }
a { color: var(--ink); text-underline-offset: .2em; }
a:hover { text-decoration-thickness: 2px; }
.waiting, .failure { color: var(--soft); }
.failure { padding: .65em .9em; border: 1px solid var(--line); border-radius: 12px; color: light-dark(#a1341f, #f0937f); }
.waiting::after { content: ""; display: inline-block; width: .5em; height: .5em; margin-inline-start: .6em; border-radius: 50%;
  background: var(--fill); animation: breathe 1.2s infinite ease-in-out; }
@keyframes breathe { 50% { opacity: .2; } }
.scroll > h3 { font: 600 1.3em/1.25 var(--serif); text-wrap: balance; }
.facts { margin-top: .5em; }
.original { display: inline-flex; align-items: center; gap: .4em; margin-top: .5em; font-size: .88em; }
.text { margin-top: 1.2em; font: 1.02em/1.65 var(--serif); white-space: pre-line; }
mark { padding: .1em 0; border-radius: 2px; background: light-dark(#fdf2cc, #3d3615); color: inherit; }
mark b { background: light-dark(#f7d774, #6f5c12); }
.ask { display: flex; flex: none; align-items: flex-end; gap: .4em; margin: .5em 1em 1em; padding: .35em .35em .35em 1em;
  border: 1px solid light-dark(#8b867d, #77746d); border-radius: 1.6em; }
.ask:focus-within { border-color: var(--fill); outline: 1px solid var(--fill); }
.ask textarea { flex: 1; min-width: 0; max-height: 8em; padding: .35em 0; font-size: max(1em, 16px); resize: none; outline: none;
  scrollbar-width: thin; }
.ask textarea::placeholder { color: var(--soft); opacity: 1; }
.send { display: grid; flex: none; place-items: center; width: 2.3em; height: 2.3em; border-radius: 50%;
  background: var(--fill); color: var(--on-fill); }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media (max-width: 520px) {
  .w:not(.inline):has(.panel:not([hidden])) { inset: 0; width: 100%; max-width: none; height: 100dvh; max-height: none; }
  .w:not(.inline) .panel { width: 100%; height: 100%; border: 0; border-radius: 0; }
  .launch { padding: 1.05em; }
  .launch svg { width: 1.4em; height: 1.4em; }
  .launch span { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
}
@media (prefers-reduced-motion: reduce) { .waiting::after { animation: none; } }
@media print { .w:not(.inline) { display: none; } }
`;

  const SHEET = new CSSStyleSheet();
  SHEET.replaceSync(STYLE);

  class Trouble extends Error {
    constructor(status) {
      super(`The server of the widget answered ${status}.`);
      this.status = status;
    }
  }

  class DepecheWidget extends HTMLElement {
    static observedAttributes = SETTINGS.map((name) => `data-${hyphened(name)}`);

    #root = this.attachShadow({ mode: "open" });
    #parts = null; // the elements that change, by name
    #turns = []; // { question, reply } or { question, failure }, oldest first
    #outcomes = new WeakMap(); // of a turn: the element below its question
    #token = null;
    #opener = null; // the citation that opened the article, where the focus goes back to
    #pending = null; // stops the question that waits for its reply

    connectedCallback() {
      this.#root.adoptedStyleSheets = [SHEET];
      this.#turns = this.#kept();
      const opened = this.#parts ? this.#isOpen : "opened" in this.dataset;
      this.#build(opened);
      this.#tell("ready");
    }

    attributeChangedCallback(_name, before, after) {
      if (this.#parts && before !== after) this.#build(this.#isOpen);
    }

    /** Open the panel and put the cursor into the question. */
    open() {
      this.#show(true);
      this.#parts.box.focus({ preventScroll: true });
    }

    /** Close the panel; one that stands in the page stays. */
    close() {
      const hadFocus = this.#root.activeElement;
      this.#show(false);
      if (hadFocus) this.#parts.launch.focus({ preventScroll: true });
    }

    /** Ask as the reader does. Gives the reply, or null when there is none. */
    async ask(question) {
      const asked = String(question).trim();
      if (!asked || this.#pending) return null;
      const turn = { question: asked };
      const earlier = this.#turns.filter((one) => one.reply).map((one) => one.question);
      this.#turns.push(turn);
      const pending = (this.#pending = new AbortController());
      this.#show(true);
      this.#leaveArticle();
      // Only what is new is touched: a screen reader would read the rest again.
      if (this.#turns.length === 1) this.#parts.log.replaceChildren();
      this.#parts.log.append(this.#turn(turn));
      this.#settle();
      this.#tell("question", { question: asked });
      const history = earlier.slice(-EARLIER_QUESTIONS);
      try {
        const body = { question: asked, language: this.#language, history };
        turn.reply = await this.#call("ask", body, pending.signal);
      } catch (error) {
        turn.failure = { 422: "refused", 429: "many" }[error.status] ?? "failed";
      }
      if (pending.signal.aborted) return null; // a new conversation was begun meanwhile
      this.#pending = null;
      this.#outcomes.get(turn).replaceChildren(...this.#outcome(turn));
      this.#settle();
      this.#keep();
      if (turn.failure) this.#tell("failure", { question: asked, reason: turn.failure });
      else this.#tell("answer", { question: asked, abstained: turn.reply.abstained });
      return turn.reply ?? null;
    }

    get #isOpen() {
      return !this.#parts.panel.hidden;
    }

    get #inline() {
      return "inline" in this.dataset;
    }

    get #language() {
      const page = this.closest("[lang]")?.lang || document.documentElement.lang;
      const wanted = this.dataset.language || page || navigator.language;
      return /^fr\b/i.test(wanted) ? "fr" : "en";
    }

    #word(name) {
      return WORDS[this.#language][name];
    }

    // Building

    #build(opened) {
      const { title, theme, position, greeting } = this.dataset;
      const heading = title || this.#word("title");
      const launch = make("button", { className: "launch", type: "button" },
        icon("chat"), make("span", {}, this.#word("button")));
      launch.addEventListener("click", () => this.open());

      const back = this.#iconButton("back", () => this.#leaveArticle());
      back.classList.add("back");
      const name = make("h2", {}, heading);
      const fresh = this.#iconButton("fresh", () => this.#startAgain());
      const close = this.#iconButton("close", () => this.close());
      close.hidden = this.#inline;
      const bar = make("div", { className: "bar" }, back, name, fresh, close);

      const log = make("div", { className: "scroll", tabIndex: 0, role: "log" });
      log.ariaLabel = this.#word("conversation");
      const reader = make("div", { className: "scroll", tabIndex: 0, role: "article" });
      reader.ariaLabel = this.#word("article");
      const { asking, box } = this.#askingBox();
      const panel = make("div", { className: "panel" }, bar, log, reader, asking);
      if (!this.#inline) panel.role = "dialog";
      panel.ariaLabel = heading;

      const frame = make("section", { className: "w", lang: this.#language }, launch, panel);
      frame.ariaLabel = heading;
      frame.classList.toggle("inline", this.#inline);
      frame.classList.toggle("left", position === "left");
      if (theme === "light" || theme === "dark") frame.classList.add(theme);
      this.#colour(frame);
      frame.addEventListener("keydown", (event) => this.#pressed(event));
      // Letters typed here are no shortcuts of the page.
      for (const kind of ["keypress", "keyup"]) frame.addEventListener(kind, halt);

      this.#parts = { launch, panel, back, name, fresh, log, reader, asking, box, heading };
      this.#parts.greeting = greeting || this.#word("greeting");
      this.#root.replaceChildren(frame);
      if (!this.#inline && frame.showPopover) {
        frame.popover = "manual";
        frame.showPopover();
      }
      this.#showArticle(false);
      this.#showTurns();
      panel.hidden = !(this.#inline || opened);
      launch.hidden = !panel.hidden;
    }

    /** The box for the next question. No form element: pages in a sandbox may not send any. */
    #askingBox() {
      const box = make("textarea", {
        rows: 1,
        maxLength: QUESTION_LIMIT,
        placeholder: this.#word("placeholder"),
        ariaLabel: this.#word("question"),
      });
      const send = make(
        "button",
        { className: "send", type: "button", ariaLabel: this.#word("send") },
        icon("send"),
      );
      const fit = () => {
        box.style.height = "auto";
        box.style.height = `${box.scrollHeight}px`;
      };
      const submit = () => {
        if (this.#pending || !box.value.trim()) return;
        this.ask(box.value);
        box.value = "";
        fit();
        box.focus({ preventScroll: true });
      };
      box.addEventListener("input", fit);
      box.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
          event.preventDefault();
          submit();
        }
      });
      send.addEventListener("click", submit);
      return { asking: make("div", { className: "ask" }, box, send), box };
    }

    #iconButton(name, act) {
      const label = this.#word(name);
      const button = make("button", { className: "icon", type: "button", title: label, ariaLabel: label }, icon(name));
      button.addEventListener("click", act);
      return button;
    }

    #colour(frame) {
      const { accent, accentDark } = this.dataset;
      for (const [name, wanted] of [["--accent", accent], ["--accent-dark", accentDark || accent]]) {
        if (wanted && CSS.supports("color", wanted)) frame.style.setProperty(name, wanted);
      }
    }

    #pressed(event) {
      event.stopPropagation();
      if (event.key !== "Escape" || event.isComposing) return;
      if (!this.#parts.reader.hidden) this.#leaveArticle();
      else if (!this.#inline) this.close();
    }

    #show(open) {
      const { panel, launch } = this.#parts;
      if (this.#inline || open === this.#isOpen) return;
      panel.hidden = !open;
      launch.hidden = open;
      this.#tell(open ? "open" : "close");
    }

    // The conversation

    #showTurns() {
      const shown = this.#turns.map((turn) => this.#turn(turn));
      this.#parts.log.replaceChildren(...(shown.length ? shown : this.#welcome()));
      this.#settle();
    }

    /** After a change of the conversation: its last question stands at the top, if it can. */
    #settle() {
      const { log, fresh } = this.#parts;
      log.ariaBusy = String(this.#pending !== null);
      fresh.hidden = !this.#turns.length;
      if (this.#turns.length) log.scrollTop = log.lastElementChild.offsetTop - 16;
    }

    #welcome() {
      const { questions = "" } = this.dataset;
      const proposed = questions.split("|").map((one) => one.trim()).filter(Boolean).map((question) => {
        const button = make("button", { type: "button", dir: "auto" }, question);
        button.addEventListener("click", () => {
          this.#parts.box.focus({ preventScroll: true });
          this.ask(question);
        });
        return button;
      });
      const greeting = make("p", { className: "greeting", dir: "auto" }, this.#parts.greeting);
      return [greeting, make("div", { className: "proposed" }, ...proposed)];
    }

    #turn(turn) {
      // French typed on most keyboards has a plain space there, at which a line may break.
      const unbroken = turn.question.replace(/ (?=[?!:;»])/g, "\u00a0");
      const outcome = make("div", {}, ...this.#outcome(turn));
      this.#outcomes.set(turn, outcome);
      return make("div", { className: "turn" }, make("div", { className: "asked", dir: "auto" }, unbroken), outcome);
    }

    #outcome({ reply, failure }) {
      if (failure) return [make("p", { className: "failure" }, this.#word(failure))];
      if (reply) return [this.#answer(reply), ...this.#sources(reply.citations)];
      return [make("p", { className: "waiting" }, this.#word("waiting"))];
    }

    #answer({ pieces, citations, language, abstained }) {
      const answer = make("div", { className: abstained ? "answer abstained" : "answer", lang: language });
      const cited = new Map(citations.map((one) => [one.marker, one]));
      let block = null;
      const begin = (quoted, marker) => {
        block = make(quoted ? "blockquote" : "p", { dir: "auto" });
        if (quoted) block.lang = cited.get(marker)?.language ?? "";
        answer.append(block);
      };
      let quoting = null;
      for (const { kind, text, marker, quoted } of pieces) {
        if (quoted !== quoting) begin(quoted, marker);
        quoting = quoted;
        if (kind === "marker") block.append(this.#marker(cited.get(marker)));
        else if (kind === "answering") block.append(make("b", {}, text));
        else {
          const [first, ...lines] = quoted ? [text] : text.split("\n");
          block.append(first);
          for (const line of lines) {
            begin(false);
            block.append(line);
          }
        }
      }
      for (const one of [...answer.children]) if (!one.textContent.trim()) one.remove();
      return answer;
    }

    #marker(citation) {
      const text = `[${citation.marker}]`;
      const marker = make("button", { className: "marker", type: "button", title: citation.title }, text);
      marker.ariaLabel = `${text} ${citation.title}`;
      marker.addEventListener("click", () => this.#openArticle(citation, marker));
      return marker;
    }

    /** One line for each article cited: its first quote, then markers for the others. */
    #sources(citations) {
      if (!citations.length) return [];
      const lines = new Map();
      for (const citation of citations) {
        const line = lines.get(citation.article_id);
        if (line) line.push(this.#marker(citation));
        else lines.set(citation.article_id, [this.#source(citation)]);
      }
      for (const { article_id, url, carried_by, translation } of citations) {
        const line = lines.get(article_id);
        const link = webLink(url, { className: "icon", title: this.#word("original") }, icon("away"));
        if (link) link.ariaLabel = `${this.#word("original")} ${this.#word("window")}`;
        if (!line.told) line.push(...(link ? [link] : []), ...this.#more("carried", carried_by));
        line.told = true;
        line.push(...this.#more("translation", translation));
      }
      const items = [...lines.values()].map((line) => make("li", {}, ...line));
      return [make("div", { className: "sources" }, make("h3", {}, this.#word("sources")), make("ul", {}, ...items))];
    }

    #source(citation) {
      const what = make("span", {}, make("span", { dir: "auto" }, citation.title), make("small", {}, citation.about));
      const source = make("button", { className: "source", type: "button" }, make("i", {}, String(citation.marker)), what);
      source.addEventListener("click", () => this.#openArticle(citation, source));
      return source;
    }

    #more(name, text) {
      return text ? [make("p", { className: "more", dir: "auto" }, `${this.#word(name)} ${text}`)] : [];
    }

    #startAgain() {
      this.#pending?.abort();
      this.#pending = null;
      this.#turns = [];
      this.#keep();
      this.#leaveArticle();
      this.#showTurns();
      this.#parts.box.focus({ preventScroll: true });
    }

    // The article

    async #openArticle(citation, opener) {
      const { reader, back } = this.#parts;
      this.#opener = opener;
      this.#showArticle(true);
      reader.replaceChildren(make("p", { className: "waiting", role: "status" }, this.#word("loading")));
      back.focus({ preventScroll: true });
      let content;
      try {
        const wanted = { passage_id: citation.passage_id, language: this.#language };
        content = this.#article(await this.#call("article", wanted), citation);
      } catch (error) {
        const told = { 404: "gone", 429: "many" }[error.status] ?? "failed";
        content = [make("p", { className: "failure", role: "alert" }, this.#word(told))];
      }
      if (this.#opener !== opener) return; // closed meanwhile, or another one was opened
      reader.replaceChildren(...content);
      const mark = reader.querySelector("mark");
      reader.scrollTop = mark ? mark.offsetTop - reader.clientHeight / 3 : 0;
    }

    #article({ title, text, about, url, language }, { start, end, low, high }) {
      // Offsets count code points; a JavaScript string counts UTF-16 units.
      const characters = Array.from(text);
      const cut = (from, to) => characters.slice(from, to).join("");
      const quote = make("mark", {}, cut(start, low), make("b", {}, cut(low, high)), cut(high, end));
      const lang = language ?? "";
      const body = make("div", { className: "text", dir: "auto", lang }, cut(0, start), quote, cut(end));
      const link = webLink(url, { className: "original" }, this.#word("original"), icon("away"));
      link?.append(make("span", { className: "unseen" }, this.#word("window")));
      return [
        make("h3", { dir: "auto", lang }, title ?? this.#word("untitled")),
        make("p", { className: "facts" }, about),
        ...(link ? [make("p", {}, link)] : []),
        body,
      ];
    }

    #leaveArticle() {
      const opener = this.#opener;
      this.#opener = null;
      const reading = !this.#parts.reader.hidden;
      this.#showArticle(false);
      if (reading) (opener?.isConnected ? opener : this.#parts.box).focus({ preventScroll: true });
    }

    #showArticle(shown) {
      const { reader, back, log, asking, name, fresh, heading } = this.#parts;
      const scrolled = log.scrollTop;
      log.hidden = asking.hidden = shown;
      reader.hidden = back.hidden = !shown;
      fresh.hidden = shown || !this.#turns.length;
      name.textContent = shown ? this.#word("article") : heading;
      log.scrollTop = this.#scrolled ?? scrolled;
      this.#scrolled = shown ? scrolled : null;
    }

    #scrolled = null; // where the conversation stood when an article was opened over it

    // The server

    async #call(path, body, stop) {
      for (const again of [true, false]) {
        this.#token ??= (await this.#post("token", {}, stop)).token;
        try {
          return await this.#post(path, body, stop, this.#token);
        } catch (error) {
          if (error.status !== 401 || !again) throw error;
          this.#token = null; // it has expired
        }
      }
    }

    async #post(path, body, stop, token) {
      const id = encodeURIComponent(this.dataset.widget ?? "");
      const response = await fetch(new URL(`widget/${id}/${path}`, SERVER), {
        method: "POST",
        headers: { "Content-Type": "application/json", ...(token && { "Depeche-Visitor": token }) },
        body: JSON.stringify(body),
        credentials: "omit",
        referrerPolicy: "no-referrer",
        signal: AbortSignal.any([AbortSignal.timeout(PATIENCE_MS), ...(stop ? [stop] : [])]),
      });
      if (!response.ok) throw new Trouble(response.status);
      return response.json();
    }

    // What outlives a change of page, in this tab alone: the answered questions.

    get #place() {
      return `${NAME} ${SERVER} ${this.dataset.widget}`;
    }

    #keep() {
      const answered = this.#turns.filter((turn) => turn.reply).slice(-KEPT_TURNS);
      try {
        if (answered.length) sessionStorage.setItem(this.#place, JSON.stringify(answered));
        else sessionStorage.removeItem(this.#place);
      } catch {
        // The page may be denied storage, or it is full: the conversation lasts as long as the page.
      }
    }

    #kept() {
      try {
        const turns = JSON.parse(sessionStorage.getItem(this.#place) ?? "[]");
        turns.forEach((turn) => this.#turn(turn)); // what cannot be shown is not ours
        return turns;
      } catch {
        return [];
      }
    }

    #tell(name, detail = {}) {
      this.dispatchEvent(new CustomEvent(`depeche-${name}`, { bubbles: true, composed: true, detail }));
    }
  }

  function make(name, properties, ...children) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  }

  /** A link that leaves for an address of the web; null for any other address. */
  function webLink(url, properties, ...children) {
    if (!/^https?:\/\//i.test(url ?? "")) return null;
    return make("a", { ...properties, href: url, target: "_blank", rel: "noopener noreferrer" }, ...children);
  }

  function icon(name) {
    const namespace = "http://www.w3.org/2000/svg";
    const drawing = document.createElementNS(namespace, "svg");
    drawing.setAttribute("viewBox", "0 0 16 16");
    drawing.setAttribute("aria-hidden", "true");
    const path = document.createElementNS(namespace, "path");
    path.setAttribute("d", ICONS[name]);
    drawing.append(path);
    return drawing;
  }

  function hyphened(name) {
    return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  }

  function halt(event) {
    event.stopPropagation();
  }

  if (!customElements.get(NAME)) customElements.define(NAME, DepecheWidget);

  // Without data-widget the page places the element itself.
  if (SCRIPT.dataset.widget) {
    const element = document.createElement(NAME);
    for (const name of SETTINGS) if (name in SCRIPT.dataset) element.dataset[name] = SCRIPT.dataset[name];
    if ("inline" in SCRIPT.dataset) SCRIPT.after(element);
    else if (document.readyState !== "loading") document.body.append(element);
    else document.addEventListener("DOMContentLoaded", () => document.body.append(element));
  }
})();
