import { wakeCopyButtons } from "./copy.js";
import { wakeDetails } from "./detail.js";
import { List } from "./list.js";
import { Live } from "./live.js";
import { wakeSettings, wakeThemeSwitches } from "./settings.js";
import { localise } from "./times.js";

localise(document);
wakeCopyButtons(document.getElementById("told"));
wakeThemeSwitches(document);
wakeSettings(document);
wakeDetails(document);
const root = document.getElementById("list");
if (root) {
  const list = new List(root);
  const live = root.dataset.stream ? new Live(list) : undefined;
  if (!document.hidden) live?.open();
}
