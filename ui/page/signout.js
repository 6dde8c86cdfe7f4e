// Signing out: what this browser keeps of the conversation goes with the session.

/** Keys of the browser's storage, see ui/chat/page.py and opinions.js. */
const KEPT = ["depeche-conversation", "depeche-opinions"];

document.querySelector(".dp-sign-out")?.addEventListener("submit", forget);

/** Sign out of the chat page, whose policy lets it send no form. */
export async function signOut() {
  await fetch("signout", { method: "POST" }); // trouble.js tells when that fails
  forget();
  location.assign("signin");
}

function forget() {
  for (const key of KEPT) {
    localStorage.removeItem(key);
  }
}
