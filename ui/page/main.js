// What the chat page adds to Gradio: citations open the article panel, answers can be copied,
// and the names that assistive technology reads are words, in the page's language.

import { act } from "./actions.js";
import { followAnswers } from "./follow.js";
import { forgetOpinions, showOpinions } from "./opinions.js";
import { closePanel, openPanel } from "./panel.js";
import { watchMarkers } from "./tooltip.js";
import { restoreQuestion, watchServer } from "./trouble.js";
import { language, word } from "./words.js";

document.documentElement.lang = language;
followAnswers();
watchMarkers();
watchServer();

document.addEventListener("click", (event) => {
  const citation = event.target.closest('a:is([href^="#p-"], [href^="#a-"])');
  if (citation) {
    event.preventDefault();
    openPanel(citation);
  } else if (event.target.closest("#dp-ask .stop-button")) {
    document.querySelector("#dp-ask textarea").focus(); // the button goes, and the focus with it
  } else if (!act(event) && event.target.closest("#dp-new")) {
    closePanel();
    forgetOpinions();
    document.querySelector("#dp-ask textarea")?.focus();
  }
});

// While a question is answered, the next one waits in the box: two answers would mix.
document.addEventListener(
  "keydown",
  (event) => {
    const sends = event.key === "Enter" && !event.shiftKey && event.target.closest("#dp-ask");
    if (sends && event.target.matches("textarea") && document.querySelector("#dp-ask .stop-button")) {
      event.preventDefault();
      event.stopPropagation();
    }
  },
  { capture: true },
);

// Gradio names a message by its source, HTML and all, and some of its parts in English only:
// without those names, what stands in them is read.
const NAMED_BY_THEIR_CONTENT = "#dp-chat :is([data-testid=user], [data-testid=bot], .example)";

function nameThings() {
  for (const element of document.querySelectorAll(NAMED_BY_THEIR_CONTENT)) {
    element.removeAttribute("aria-label");
  }
  name("#dp-chat [role=log]", word("conversation"));
  name("#dp-chat .scroll-down-button-container button", word("scroll_down"));
  name("#dp-ask .submit-button", word("send"));
  name("#dp-ask .stop-button", word("stop"));
  // A long question scrolls in its bubble, by the keyboard too.
  for (const question of document.querySelectorAll("#dp-chat .dp-question")) {
    question.tabIndex = question.scrollHeight > question.clientHeight ? 0 : -1;
  }
  // Gradio calls the examples a list, but not what stands in it.
  document.querySelector("#dp-chat .examples")?.removeAttribute("role");
  // Gradio opens every link in a window of its own.
  document.querySelector("#dp-library a")?.removeAttribute("target");
  forgetLink();
  restoreQuestion();
  showOpinions();
}

/** A question of the page's address is asked once: reloading the page shows its answer. */
function forgetLink() {
  const address = new URL(location.href);
  if (address.searchParams.has("q") && document.querySelector(".dp-question")) {
    for (const name of ["q", "after", "before", "as_of", "source", "article_language"]) {
      address.searchParams.delete(name);
    }
    history.replaceState(null, "", address);
  }
}

function name(selector, label) {
  const element = document.querySelector(selector);
  // Setting it again would call this observer again.
  if (element && element.getAttribute("aria-label") !== label) {
    element.setAttribute("aria-label", label);
  }
}

new MutationObserver(nameThings).observe(document.body, {
  attributeFilter: ["aria-label"],
  childList: true,
  subtree: true,
});
