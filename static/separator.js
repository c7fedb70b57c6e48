// The line between list and detail: dragged, or moved with the keyboard; where it was is remembered.

import { keep, setting } from "./settings.js";

const LEAST = 25;
const MOST = 75;

export function wakeSeparator(separator) {
  const split = separator.parentElement;
  const set = (share) => {
    const whole = Math.round(Math.min(Math.max(share, LEAST), MOST));
    split.style.setProperty("--share", whole);
    separator.setAttribute("aria-valuenow", whole);
    separator.setAttribute("aria-valuetext", `The list has ${whole} % of the width`);
    keep("share", whole);
  };
  const now = () => Number(separator.getAttribute("aria-valuenow"));
  set(Number(setting("share", "50")) || 50);
  separator.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    separator.focus();
    separator.setPointerCapture(event.pointerId);
  });
  separator.addEventListener("pointermove", (event) => {
    if (!separator.hasPointerCapture(event.pointerId)) return;
    const { left, width } = split.getBoundingClientRect();
    set(((event.clientX - left) / width) * 100);
  });
  separator.addEventListener("dblclick", () => set(50));
  separator.addEventListener("keydown", (event) => {
    const step = event.shiftKey ? 10 : 2;
    const to = { ArrowLeft: now() - step, ArrowRight: now() + step, Home: LEAST, End: MOST }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    set(to);
  });
}
