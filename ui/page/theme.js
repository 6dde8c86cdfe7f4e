// The theme of a page without Gradio: as the reader's system asks, also when that changes.

const dark = matchMedia("(prefers-color-scheme: dark)");

function follow() {
  document.body.classList.toggle("dark", dark.matches);
}

follow();
dark.addEventListener("change", follow);
