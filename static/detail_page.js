// On the page of one event or request. A list loads the same when one is opened, and not before: its
// first page is small.

import { wakeDetails } from "./detail.js";

wakeDetails(document);
