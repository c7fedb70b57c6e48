// The banner that says that faults are armed. A page with a stream is told when it changes; another
// one asks when a person comes back to it.

import { tell } from "./told.js";

let newest;
let frame;

/** Shows the banner as the server has it: `html` is its place, empty while no fault is armed. */
export function showBanner(html) {
  newest = html;
  // Faults that are used up one after the other change it faster than anybody reads.
  frame ??= requestAnimationFrame(() => {
    frame = undefined;
    const template = document.createElement("template");
    template.innerHTML = newest;
    const place = document.getElementById("faults-armed");
    const text = template.content.textContent;
    if (text === place.textContent) return;
    place.replaceWith(template.content);
    tell(text || "No fault is armed any more.");
  });
}

/** Asks for the banner whenever a person comes back to this page. */
export function askForBanner() {
  const ask = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch("/inspector/faults/banner");
      if (answer.ok) showBanner(await answer.text());
    } catch {
      // The server is away: the next time.
    }
  };
  addEventListener("focus", ask);
  document.addEventListener("visibilitychange", ask);
}
