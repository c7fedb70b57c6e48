import { wakeCopyButtons } from "./copy.js";
import { Keys } from "./keys.js";
import { ListPage } from "./list_page.js";
import { wake } from "./wake.js";

wakeCopyButtons(document.getElementById("told"));
wake(document);
new Keys(document.getElementById("split") ? new ListPage() : undefined);
