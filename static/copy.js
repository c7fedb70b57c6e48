// Buttons that copy: the text of an element, a text of their own, what an address answers, or a link.

const BUTTONS = "button:is([data-copy], [data-copy-text], [data-copy-from], [data-copy-link])";

/** Shows the copy buttons below `root`: without JavaScript they would do nothing. */
export function showCopyButtons(root) {
  for (const button of root.querySelectorAll(BUTTONS)) button.hidden = false;
}

/** Wakes every copy button of the page, those too that come later; what happened is said in `told`. */
export function wakeCopyButtons(told) {
  showCopyButtons(document);
  document.addEventListener("click", (event) => {
    const button = event.target.closest(BUTTONS);
    if (button) copy(button, told);
  });
}

async function copy(button, told) {
  told.textContent = "";
  try {
    await navigator.clipboard.writeText(await text(button));
    say(button, told, "Copied.");
  } catch {
    // No clipboard without a secure context: what is on the page is selected, for the keyboard.
    const source = document.getElementById(button.dataset.copy);
    if (source) getSelection().selectAllChildren(source);
    say(button, told, source ? "Selected; copy it with the keyboard." : "It could not be copied.");
  }
}

// For eyes at the button, for ears in the status line.
function say(button, told, words) {
  told.textContent = words;
  button.dataset.said = words;
  setTimeout(() => delete button.dataset.said, 2000);
}

async function text(button) {
  const { copy: id, copyText, copyFrom, copyLink } = button.dataset;
  if (id !== undefined) return document.getElementById(id).textContent;
  if (copyText !== undefined) return copyText;
  if (copyLink !== undefined) return link(copyLink, button);
  const answer = await fetch(copyFrom);
  if (!answer.ok) throw new Error(answer.statusText);
  const body = await answer.text();
  // A text is copied as it reads, not as JSON writes it.
  return button.hasAttribute("data-value-text") && body.startsWith('"') ? JSON.parse(body) : body;
}

// To the page of what is shown, with the tab that is open.
function link(path, button) {
  const address = new URL(path, location.href);
  const tab = button.closest(".detail")?.querySelector(".panel")?.dataset.tab;
  if (tab && tab !== "summary" && !address.searchParams.has("tab")) address.searchParams.set("tab", tab);
  return address.href;
}
