// Times stand in the page in UTC. A person reads them in the zone of the machine.

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const clock = new Intl.DateTimeFormat([], {
  hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3, hourCycle: "h23",
});
const day = new Intl.DateTimeFormat([], { day: "numeric", month: "short" });
const whole = new Intl.DateTimeFormat([], {
  year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit",
  second: "2-digit", fractionalSecondDigits: 3, hourCycle: "h23", timeZoneName: "shortOffset",
});

const distance = new Intl.RelativeTimeFormat([], { numeric: "auto" });
const UNITS = [["day", 86_400_000], ["hour", 3_600_000], ["minute", 60_000], ["second", 1000]];

/** How long ago it was, or is to be, in the largest unit that fits. */
function ago(moment) {
  const millis = moment.getTime() - Date.now();
  const [unit, length] = UNITS.find(([, length]) => Math.abs(millis) >= length) ?? UNITS.at(-1);
  return distance.format(Math.trunc(millis / length), unit);
}

function title(element) {
  const moment = new Date(element.dateTime);
  if (Number.isNaN(moment.getTime())) return;
  element.title = `${ago(moment)}: ${whole.format(moment)} ${zone}, ${element.dateTime} UTC`;
}

// How long ago it was is right when it is looked at.
document.addEventListener("pointerover", ({ target }) => {
  const element = target.closest?.("time[datetime]");
  if (element) title(element);
});

/**
 * Shows every time below `root` in local time, with the day, the zone and how long ago it was in its
 * title; where it has to stand for itself, as on a screenshot, with day and zone.
 */
export function localise(root) {
  const today = new Date().toDateString();
  for (const element of root.querySelectorAll("time[datetime]")) {
    const moment = new Date(element.dateTime);
    if (Number.isNaN(moment.getTime())) continue;
    const text = clock.format(moment);
    if (element.closest("[data-whole-times]")) element.textContent = whole.format(moment);
    else element.textContent = moment.toDateString() === today ? text : `${day.format(moment)} ${text}`;
    title(element);
  }
}
