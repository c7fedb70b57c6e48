import { wakeCopyButtons } from "./copy.js";
import { List } from "./list.js";
import { Live } from "./live.js";
import { Monitor } from "./monitor.js";
import { localise } from "./times.js";

localise(document);
wakeCopyButtons(document.getElementById("told"));
const root = document.getElementById("list");
if (root) {
  const list = new List(root);
  const live = root.dataset.stream ? new Live(list) : undefined;
  if (!document.hidden) live?.open();
}
const monitor = document.getElementById("monitor");
if (monitor) new Monitor(monitor);
