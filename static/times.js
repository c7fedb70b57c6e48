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

/** Shows every time below `root` in local time, with the zone in its title. */
export function localise(root) {
  const today = new Date().toDateString();
  for (const element of root.querySelectorAll("time[datetime]")) {
    const utc = element.dateTime;
    const moment = new Date(utc);
    if (Number.isNaN(moment.getTime())) continue;
    const text = clock.format(moment);
    element.textContent = moment.toDateString() === today ? text : `${day.format(moment)} ${text}`;
    element.title = `${whole.format(moment)} ${zone}, ${utc} UTC`;
  }
}
