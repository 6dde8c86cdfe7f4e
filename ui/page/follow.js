// Scrolls to a new question and stays there while its answer grows below: the first quote matters
// most, and scrolling to the end would hide it.

const MARGIN = 16; // pixels above the question

let questions = 0;
let following = false;

/** Follow every new question until its answer is complete or the reader scrolls. */
export function followAnswers() {
  new MutationObserver(follow).observe(document.body, { childList: true, subtree: true });
  for (const gesture of ["wheel", "touchmove", "keydown"]) {
    document.addEventListener(gesture, () => (following = false), { passive: true });
  }
}

function follow() {
  const shown = document.querySelectorAll(".dp-question");
  following ||= shown.length > questions;
  questions = shown.length;
  if (!following || !questions) {
    return;
  }
  const question = shown[questions - 1];
  const scroller = question.closest("[role=log]");
  const distance = question.getBoundingClientRect().top - scroller.getBoundingClientRect().top;
  scroller.scrollTop += distance - MARGIN;
  const answer = scroller.querySelector(".bot-row:last-child");
  following = !answer?.querySelector(".dp-copy, .dp-failure");
}
