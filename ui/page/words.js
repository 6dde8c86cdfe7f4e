// The page's language, and its texts from ui/words.toml, which Gradio hands to the page.

/** "fr" for a French browser, else "en", as ui/words.py decides it. */
export const language = navigator.language.toLowerCase().split("-")[0] === "fr" ? "fr" : "en";

/** The text of that key in the page's language. */
export function word(key) {
  return window.gradio_config.i18n_translations[language][key];
}

/** A date in the page's language; `parts` are those of Intl.DateTimeFormat. */
export function written(date, parts) {
  // en-GB writes the day before the month, as the chat does.
  const locale = language === "en" ? "en-GB" : language;
  const text = new Intl.DateTimeFormat(locale, parts).format(date);
  return language === "fr" ? text.replace(/^1 /, "1er ") : text; // as assistant/wording.py does
}
