// The event that is chosen to be compared with the next one: by its button or with the key x, for as
// long as the tab is open.

const CHANGED = "eventpit:chosen";

let unkept = "";

/** Its id; empty if none is. */
export function chosenId() {
  try {
    return sessionStorage.getItem("eventpit.chosen") ?? "";
  } catch {
    return unkept;
  }
}

/**
 * Chooses the one with that id, or lets go of it if it is chosen. Where another one is chosen
 * already, nothing is any more: that one's id is returned, to be compared with.
 */
export function choose(id) {
  const other = chosenId();
  keep(other ? "" : id);
  document.dispatchEvent(new CustomEvent(CHANGED));
  return other && other !== id ? other : undefined;
}

/** Calls `changed` whenever another one is chosen, or none. */
export function whenChosen(changed, signal) {
  document.addEventListener(CHANGED, changed, { signal });
}

function keep(id) {
  // A browser that keeps nothing remembers it until the page is left.
  unkept = id;
  try {
    sessionStorage.setItem("eventpit.chosen", id);
  } catch {
    // See above.
  }
}
