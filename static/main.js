import { wakeCopyButtons } from "./copy.js";
import { Keys } from "./keys.js";
import { ListPage } from "./list_page.js";
import { Monitor } from "./monitor.js";
import { wakeSettings, wakeThemeSwitches } from "./theme_switch.js";
import { wake } from "./wake.js";

wakeCopyButtons(document.getElementById("told"));
wake(document);
wakeThemeSwitches(document);
wakeSettings(document);
new Keys(document.getElementById("split") ? new ListPage() : undefined);
const monitor = document.getElementById("monitor");
if (monitor) new Monitor(monitor);
