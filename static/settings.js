// What a person chose for this browser, and the browser keeps.

/** The setting `name`, or `otherwise`. */
export function setting(name, otherwise) {
  try {
    return localStorage.getItem(`eventpit.${name}`) ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** Keeps the setting `name`. */
export function keep(name, value) {
  try {
    localStorage.setItem(`eventpit.${name}`, value);
  } catch {
    // A browser that keeps nothing has it until the page is left.
  }
}

/** The tab of a detail that was open last. */
export function rememberedTab() {
  return setting("tab", "summary");
}
