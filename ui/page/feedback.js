// Says what a reader thinks of an answer: a dialog that tells what is kept, then one request.

import { plainText } from "./copy.js";
import { make } from "./make.js";
import { keepOpinion } from "./opinions.js";
import { messageOf, sources, turnOf } from "./transcript.js";
import { word } from "./words.js";

const REASONS = ["wrong", "incomplete", "beside", "outdated", "other"]; // see ui/feedback/entry.py
const COMMENT_LIMIT = 2000;
const ANSWER_LIMIT = 10_000; // characters kept of the answer, in Unicode code points

/** Ask why the answer above `button` is liked or not, and send it. */
export function openFeedback(button, verdict) {
  const dialog = make("dialog", { className: "dp-feedback" });
  const title = make("h2", { id: "dp-feedback-title" }, word(`feedback_${verdict}`));
  dialog.setAttribute("aria-labelledby", title.id);
  const told = make("p", { className: "dp-told" });
  told.setAttribute("role", "alert");
  const form = make(
    "form",
    { method: "dialog" },
    title,
    ...(verdict === "dislike" ? [reasons()] : []),
    comment(),
    make("p", { className: "dp-kept" }, word("feedback_kept")),
    told,
    buttons(dialog),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const problem = await send(button, verdict, new FormData(form));
    if (problem) {
      told.textContent = word("feedback_failed").replace("{reason}", problem);
    } else {
      dialog.close();
      keepOpinion(button, verdict);
      thank(button);
    }
  });
  dialog.addEventListener("close", () => dialog.remove());
  dialog.append(form);
  document.body.append(dialog);
  dialog.showModal();
}

function reasons() {
  const choices = REASONS.map((reason) => {
    const choice = { type: "radio", name: "reason", value: reason, required: true };
    return make("label", {}, make("input", choice), word(`feedback_${reason}`));
  });
  const group = make("fieldset", {}, ...choices);
  group.setAttribute("aria-labelledby", "dp-feedback-title");
  return group;
}

function comment() {
  const field = { name: "comment", rows: 3, maxLength: COMMENT_LIMIT };
  return make("label", { className: "dp-comment" }, word("feedback_comment"), make("textarea", field));
}

function buttons(dialog) {
  const cancel = make("button", { type: "button" }, word("feedback_cancel"));
  cancel.addEventListener("click", () => dialog.close());
  const submit = make("button", { type: "submit", className: "dp-first" }, word("feedback_send"));
  return make("div", { className: "dp-choices" }, cancel, submit);
}

/** Send it; returns what went wrong, or null. */
async function send(button, verdict, given) {
  const message = messageOf(button);
  const cited = sources(message).flatMap((source) => source.quotes);
  const body = {
    verdict,
    reason: given.get("reason"),
    comment: given.get("comment").trim() || null,
    question: turnOf(message).question,
    filters: turnOf(message).filters || null,
    answer: Array.from(plainText(message)).slice(0, ANSWER_LIMIT).join(""),
    passages: cited.map((quote) => /^#p-(.+)(?:-\d+){4}$/.exec(quote.href)[1]),
  };
  try {
    const response = await fetch("api/feedback", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    return response.ok ? null : (await response.json()).detail;
  } catch {
    return word("unreachable");
  }
}

/** The answer shows what was said of it; both buttons stay, for a second thought. */
function thank(button) {
  const thanks = make("span", { className: "dp-thanks" }, word("feedback_thanks"));
  thanks.setAttribute("role", "status");
  button.parentElement.querySelector(".dp-thanks")?.remove();
  button.parentElement.append(thanks);
  button.focus();
}
