// Buttons that copy the text of the element they name.

/** Wakes every copy button; what happened is said in `told`. */
export function wakeCopyButtons(told) {
  for (const button of document.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(document.getElementById(button.dataset.copy), told));
  }
}

async function copy(source, told) {
  try {
    await navigator.clipboard.writeText(source.textContent);
    told.textContent = "Copied.";
  } catch {
    // No clipboard without a secure context: the text is selected, so that a person can copy it.
    getSelection().selectAllChildren(source);
    told.textContent = "Selected; copy it with the keyboard.";
  }
}
