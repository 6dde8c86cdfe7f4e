// The page's language, and its texts from ui/words.toml, which Gradio hands to the page.

/** "fr" for a French browser, else "en", as ui/words.py decides it. */
export const language = navigator.language.toLowerCase().split("-")[0] === "fr" ? "fr" : "en";

/** The text of that key in the page's language. */
export function word(key) {
  return window.gradio_config.i18n_translations[language][key];
}
