// The groups of a list: each a body of the table, whose rows are of one page load. Rows that come
// later join the group at their end of the list, if they are of the same.

/** Puts the groups in `fragment` on top; they are the newest. */
export function putOnTop(table, fragment) {
  for (const body of [...fragment.querySelectorAll("tbody")].toReversed()) {
    const first = table.tBodies[0];
    if (first && first.dataset.group === body.dataset.group) {
      const head = headOf(first);
      if (head) head.after(...rowsOf(body));
      else first.prepend(...rowsOf(body));
      count(first);
    } else {
      table.insertBefore(body, first ?? null);
      wake(body);
    }
  }
}

/** Puts the groups in `fragment` below all, or before the group `next`; they are older than what stands above. */
export function putBelow(table, fragment, next = null) {
  for (const body of fragment.querySelectorAll("tbody")) {
    const last = next ? next.previousElementSibling : table.lastElementChild;
    if (last.dataset.group === body.dataset.group) {
      last.append(...rowsOf(body));
      count(last);
    } else {
      table.insertBefore(body, next);
      wake(body);
    }
  }
}

/** Takes the first `many` rows of `bodies` away, and out of `bodies` the groups that have none left. */
export function takeFirst(bodies, many) {
  let left = many;
  while (left > 0 && bodies.length > 0) {
    const [body] = bodies;
    const rows = rowsOf(body);
    if (rows.length > left) {
      for (const row of rows.slice(0, left)) row.remove();
      count(body);
    } else {
      bodies.shift().remove();
    }
    left -= rows.length;
  }
}

/**
 * Takes the oldest rows away until `most` are left, but no more than `atOnce` of them; says whether
 * there were more.
 */
export function keepNewest(table, most, atOnce = Infinity) {
  const bodies = [...table.tBodies];
  const all = bodies.reduce((sum, body) => sum + rowsOf(body).length, -most);
  const more = all > 0;
  let over = Math.min(all, atOnce);
  while (over > 0) {
    const body = bodies.pop();
    const rows = rowsOf(body);
    if (rows.length > over) {
      for (const row of rows.slice(-over)) row.remove();
      count(body);
    } else {
      body.remove();
    }
    over -= rows.length;
  }
  return more;
}

/**
 * Says of each row which of the list's it is, the head included, for who listens; only where the
 * list begins with its newest. How many there are in all is not known.
 */
export function number(table) {
  table.setAttribute("aria-rowcount", "-1");
  [...table.rows].forEach((row, place) => {
    const index = String(place + 1);
    if (row.getAttribute("aria-rowindex") !== index) row.setAttribute("aria-rowindex", index);
  });
}

/** Lets every group of the table be folded. */
export function wakeGroups(table) {
  for (const body of table.tBodies) wake(body);
}

/** Unfolds the group of a row, so that it can be seen. */
export function unfold(row) {
  if (row.parentElement.classList.contains("folded")) row.parentElement.querySelector(".group button").click();
}

// A group has as many rows as the list, and each row many elements: none is looked for in all of them.
function headOf(body) {
  const [first] = body.rows;
  return first?.classList.contains("group") ? first : undefined;
}

function rowsOf(body) {
  return [...body.rows].slice(headOf(body) ? 1 : 0);
}

function wake(body) {
  const page = headOf(body)?.querySelector(".page");
  if (!page) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "page";
  button.append(...page.childNodes);
  button.setAttribute("aria-expanded", "true");
  button.addEventListener("click", () => {
    const folded = body.classList.toggle("folded");
    button.setAttribute("aria-expanded", String(!folded));
  });
  page.replaceWith(button);
}

function count(body) {
  const head = headOf(body);
  if (!head) return;
  const rows = rowsOf(body);
  head.querySelector(".size").textContent = rows.length;
  head.querySelector("time").replaceWith(rows.at(-1).querySelector("time").cloneNode(true));
}
