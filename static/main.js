import { wakeCopyButtons } from "./copy.js";
import { askForBanner } from "./faults_banner.js";
import { Keys } from "./keys.js";
import { ListPage } from "./list_page.js";
import { wakeSettings, wakeThemeSwitches } from "./theme_switch.js";
import { wake } from "./wake.js";

// Where the pages stand in one line, the one that is shown is seen.
document.querySelector(".top nav [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
wakeCopyButtons(document.getElementById("told"));
wake(document);
wakeThemeSwitches(document);
wakeSettings(document);
new Keys(document.getElementById("split") ? new ListPage() : undefined);
const monitor = document.getElementById("monitor");
// Only its own page needs it.
if (monitor) import("./monitor.js").then(({ Monitor }) => new Monitor(monitor));
// A page with a stream is told of faults by it.
else if (!document.getElementById("pause")) askForBanner();
