import { showCopyButtons } from "./copy.js";
import { localise } from "./times.js";

/** Wakes what stands below `root`: a page, and later what is loaded into it. */
export function wake(root) {
  localise(root);
  showCopyButtons(root);
}
