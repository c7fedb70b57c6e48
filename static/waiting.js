// As long as a list waits for its first event: says of each request that brought none what became of
// it, as it comes.

import { load } from "./results.js";
import { SharedStream } from "./shared_stream.js";
import { tell } from "./told.js";
import { wake } from "./wake.js";

/** Follows what is refused, and says it in `place`, until that is gone from the page. */
export function wakeWaiting(place) {
  const gone = new AbortController();
  const { stream: address, after } = place.dataset;
  const stream = new SharedStream(address, after, { rows: read, resync: read, version() {}, state() {}, faults() {} });
  const end = () => {
    stream.close();
    gone.abort();
  };

  async function read() {
    if (!place.isConnected) {
      end();
      return;
    }
    try {
      const fresh = (await load(location.href)).getElementById("refused");
      if (!fresh) return;
      place.replaceChildren(...fresh.childNodes);
      wake(place);
      tell(place.textContent);
    } catch {
      // It is read again with the next one.
    }
  }

  const listen = (target, type, act) => target.addEventListener(type, act, { signal: gone.signal });
  for (const type of ["grown", "taken"]) listen(document, type, () => place.isConnected || end());
  listen(document, "visibilitychange", () => (document.hidden ? stream.close() : stream.open()));
  listen(window, "pagehide", () => stream.close());
  listen(window, "pageshow", () => document.hidden || stream.open());
  if (!document.hidden) stream.open();
}
