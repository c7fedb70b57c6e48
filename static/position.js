// Places in the recording: a request's cursor (1204, with all its events), or an event (1204.17).

/** Whether the place `one` comes before the place `other`. */
export function isBefore(one, other) {
  const [cursor, place] = parts(one);
  const [otherCursor, otherPlace] = parts(other);
  return cursor === otherCursor ? place < otherPlace : cursor < otherCursor;
}

function parts(place) {
  const [cursor, inside] = String(place).split(".");
  return [Number(cursor), inside === undefined ? Infinity : Number(inside)];
}
