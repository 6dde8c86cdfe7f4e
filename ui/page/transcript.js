// What stands in the conversation, read from the page itself: nothing is asked of the server.

/** The turns: each the message of the question and, when there is one, that of the answer. */
export function turns() {
  const questions = [...document.querySelectorAll("#dp-chat .dp-question")];
  return questions.map((question) => {
    const row = question.closest(".message-row");
    return {
      question: lines(question),
      filters: row.querySelector(".dp-scope")?.textContent ?? "",
      message: row.nextElementSibling?.querySelector(".md") ?? null,
    };
  });
}

/** The turn whose answer `message` is. */
export function turnOf(message) {
  return turns().find((turn) => turn.message === message);
}

/** The paragraphs of an answer: whether each is a quotation, and its words. */
export function paragraphs(message) {
  return [...message.querySelectorAll(".dp-answer > *, .dp-failure, .dp-stopped")].map((part) => ({
    quoted: part.matches("blockquote"),
    text: part.textContent.replaceAll("\u00a0[", " ["), // see _piece in ui/chat/answer_html.py
  }));
}

/**
 * The articles cited: their markers, what is known of each, and the quotes with their links; of a
 * quote whether it is shown here, and its translation.
 */
export function sources(message) {
  return [...message.querySelectorAll(".dp-sources li")].map((line) => {
    const text = (selector) => line.querySelector(selector)?.textContent ?? "";
    const links = [...line.querySelectorAll('a[href^="#p-"]')];
    const quotes = [...line.querySelectorAll(".dp-quote")].map((quote) => quote.textContent);
    const pairs = [...line.querySelectorAll(".dp-pair")];
    const pairOf = (quote) => pairs.find((pair) => pair.querySelector("q").textContent === quote);
    return {
      title: text(".dp-title"),
      about: text(".dp-about"),
      carried: text(".dp-carried"),
      address: line.querySelector(".dp-original")?.href ?? "",
      quotes: links.map((link, number) => ({
        href: link.getAttribute("href"),
        marker: (link.querySelector(".dp-number") ?? link).textContent.replace(/\D/g, ""),
        text: quotes[number],
        shown: Boolean(pairOf(quotes[number])),
        translation: pairOf(quotes[number])?.querySelector("p")?.textContent ?? "",
      })),
    };
  });
}

/** The message that an element of the conversation stands in. */
export function messageOf(element) {
  return element.closest("#dp-chat .md");
}

function lines(question) {
  const copy = question.cloneNode(true);
  for (const line of copy.querySelectorAll("br")) {
    line.replaceWith("\n");
  }
  return copy.textContent;
}
