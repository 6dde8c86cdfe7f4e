// Adds files from the library page: one after the other, with a line for what became of each.

import { make } from "./make.js";

const form = document.querySelector(".dp-add");
const words = JSON.parse(form.dataset.words);
const limit = Number(form.dataset.limit); // bytes of a file
const [input, bar, state, results, renewed] = [
  "input", "progress", ".dp-state", ".dp-results", ".dp-renewed",
].map((selector) => form.querySelector(selector));

const waiting = []; // files to be sent
const batch = { number: 0, total: 0, bytes: 0, done: 0, count: 0 }; // since nothing was waiting
let sending = false;

form.hidden = false;
input.addEventListener("change", () => {
  add([...input.files]);
  input.value = ""; // so that the same file can be chosen again
});
addEventListener("dragover", (event) => drag(event, true));
addEventListener("dragleave", (event) => event.relatedTarget || drag(event, false));
addEventListener("drop", (event) => {
  if (drag(event, false)) {
    add([...event.dataTransfer.files]);
  }
});

/** Show whether files are held over the page; without this the browser would open them. */
function drag(event, over) {
  const files = event.dataTransfer?.types.includes("Files") ?? false;
  if (files) {
    event.preventDefault();
    form.open = form.open || over;
    form.classList.toggle("dp-over", over);
  }
  return files;
}

function add(files) {
  if (!sending) {
    Object.assign(batch, { number: 0, total: 0, bytes: 0, done: 0, count: 0 });
    results.replaceChildren();
    renewed.hidden = true;
  }
  waiting.push(...files);
  batch.total += files.length;
  batch.bytes += files.reduce((sum, file) => sum + size(file), 0);
  if (!sending && files.length) {
    sendAll();
  }
}

async function sendAll() {
  sending = true;
  bar.hidden = false;
  while (waiting.length) {
    const file = waiting.shift();
    batch.number += 1;
    const { kind, text } = await outcome(file);
    batch.done += size(file);
    batch.count += kind === "skipped" ? 0 : 1;
    show(0);
    list(file.name, kind, text);
  }
  sending = false;
  bar.hidden = true;
  state.textContent = written("add_done");
  renewed.hidden = batch.count === 0;
}

/** What became of a file: a kind, and what is told of it. */
async function outcome(file) {
  if (file.size > limit) {
    return skipped(words.add_too_large.replace("{limit}", Math.floor(limit / 1e6)));
  }
  const content = await file.arrayBuffer().catch(() => null); // a folder has none
  if (!content) {
    return skipped(words.add_folder);
  }
  for (;;) {
    const request = await send(file.name, content);
    const seconds = Number(request.getResponseHeader("Retry-After"));
    if ([429, 503].includes(request.status) && seconds) {
      await pause(seconds);
      continue;
    }
    if (request.status === 401) {
      location.reload(); // to the sign-in
    }
    if (request.status === 200) {
      return told(request.response.files[0]);
    }
    const detail = request.response?.detail; // the problems of the API are in English
    return skipped(detail ? sentence({ text: detail, language: "en" }) : words.add_unreachable);
  }
}

function send(name, content) {
  state.textContent = written("add_sending", name);
  const body = new FormData();
  body.append("files", new File([content], name));
  const request = new XMLHttpRequest();
  request.open("POST", "api/articles");
  request.responseType = "json";
  request.upload.addEventListener("progress", ({ loaded }) => {
    show(Math.min(loaded, content.byteLength));
  });
  request.upload.addEventListener("load", () => {
    state.textContent = written("add_reading", name);
  });
  return new Promise((resolve) => {
    request.addEventListener("loadend", () => resolve(request));
    request.send(body);
  });
}

async function pause(seconds) {
  state.textContent = words.add_waiting.replace("{seconds}", seconds);
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}

function told(file) {
  const reasons = file.told.map(sentence);
  const kinds = ["added", "updated", "unchanged"].filter((kind) => file[kind]);
  if (!kinds.length) {
    return skipped(...reasons);
  }
  const several = kinds.length > 1 || file[kinds[0]] > 1;
  const text = kinds.map((kind) => words[`add_${kind}`] + (several ? ` (${file[kind]})` : ""));
  return { kind: kinds[0], text: line(text.join(", "), reasons) };
}

function skipped(...reasons) {
  return { kind: "skipped", text: line(words.add_skipped, reasons) };
}

function line(text, reasons) {
  return make("span", {}, text, ...reasons.flatMap((reason) => [" — ", reason]));
}

/** A sentence of the server, marked where it is not in the page's language. */
function sentence({ text, language }) {
  const page = document.documentElement.lang;
  return make("span", language === page ? {} : { lang: language }, text);
}

function list(name, kind, text) {
  const label = make("span", { className: "dp-name", dir: "auto" }, name);
  results.append(make("li", { className: `dp-${kind}` }, label, make("span", {}, text)));
}

function show(loaded) {
  bar.value = (batch.done + loaded) / batch.bytes;
}

/** An empty file is a step, too. */
function size(file) {
  return file.size + 1;
}

function written(key, name = "") {
  const values = { ...batch, name };
  return words[key].replace(/\{(\w+)\}/g, (_, value) => values[value]);
}
