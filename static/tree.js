// A payload's tree: what is folded away is loaded when it is opened, and each field has a menu.

import { showCopyButtons } from "./copy.js";

/** Of the address of a list, what its links carry along. */
const OF_THE_LIST = ["q", "platform", "session", "layout", "h"];

/** Wakes the tree below `root`, if there is one, and goes to the field that the address points at. */
export function wakeTree(root) {
  const tree = root.querySelector(".tree");
  if (!tree) return;
  // It does not bubble.
  tree.addEventListener("toggle", (event) => open(event.target), true);
  tree.addEventListener("click", (event) => click(event, tree));
  tree.addEventListener("keydown", (event) => event.key === "Escape" && close(tree, event));
  for (const link of tree.querySelectorAll("a.do")) isButton(link);
  const here = tree.querySelector("#here");
  if (!here) return;
  here.scrollIntoView({ block: "center" });
  here.focus({ preventScroll: true });
}

function isButton(link) {
  link.setAttribute("role", "button");
  link.setAttribute("aria-expanded", "false");
}

async function fetchTree(href) {
  const address = new URL(href, location.href);
  address.searchParams.set("fragment", "panel");
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(answer.statusText);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const tree = document.importNode(page.querySelector(".tree"), true);
  for (const link of tree.querySelectorAll("a.do")) isButton(link);
  return tree;
}

async function open(details) {
  const href = details.dataset.more;
  if (!details.open || !href) return;
  delete details.dataset.more;
  try {
    const tree = await fetchTree(href);
    const list = document.createElement("ul");
    list.append(...tree.children);
    details.querySelector(":scope > .more").replaceWith(list);
  } catch {
    // The link below it still leads there.
    details.dataset.more = href;
  }
}

async function append(link) {
  const item = link.closest("li");
  const before = item.classList.contains("before");
  const tree = await fetchTree(link.href);
  tree.querySelector(before ? ":scope > .after" : ":scope > .before")?.remove();
  const first = tree.querySelector("summary, a");
  item.replaceWith(...tree.children);
  first?.focus();
}

function click(event, tree) {
  const { term } = event.target.closest(".field-menu a")?.dataset ?? {};
  // What it narrows may have been narrowed since it was opened.
  if (term) event.target.href = listed(tree, term);
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  const link = event.target.closest("a");
  if (link?.hasAttribute("data-append")) {
    event.preventDefault();
    append(link).catch(() => location.assign(link.href));
  } else if (link?.classList.contains("do")) {
    event.preventDefault();
    const wasOpen = link.getAttribute("aria-expanded") === "true";
    close(tree);
    if (!wasOpen) show(link, tree);
  }
}

function close(tree, event) {
  const menu = tree.querySelector(".field-menu");
  if (!menu) return;
  const link = menu.previousElementSibling;
  event?.stopPropagation();
  menu.remove();
  link.setAttribute("aria-expanded", "false");
  if (event) link.focus();
}

function show(link, tree) {
  const { pointer, term, opens } = link.closest("li").dataset;
  const value = new URL(tree.dataset.value, location.href);
  value.searchParams.set("pointer", pointer);
  const menu = document.createElement("span");
  menu.className = "field-menu";
  menu.setAttribute("role", "group");
  menu.setAttribute("aria-label", link.getAttribute("aria-label"));
  menu.append(
    button("Copy value", { copyFrom: value.href, valueText: "" }),
    button("Copy pointer", { copyText: pointer }),
    button("Copy link", { copyLink: link.href }),
  );
  if (term) menu.append(anchor("Filter by this", tree, term), anchor("Exclude this", tree, `-${term}`));
  if (opens) menu.append(opening(opens));
  link.after(menu);
  link.setAttribute("aria-expanded", "true");
  showCopyButtons(menu);
  menu.querySelector("button").focus();
}

function listed(tree, q) {
  const address = new URL(tree.dataset.list, location.href);
  // Beside the list, what that is filtered by may be another one than when this was opened.
  if (document.getElementById("list")) address.search = new URLSearchParams([...new URL(location.href).searchParams].filter(([name]) => OF_THE_LIST.includes(name)));
  const own = address.searchParams.get("q");
  const closed = own?.includes(" OR ") ? `(${own})` : own;
  address.searchParams.set("q", closed ? `${closed} ${q}` : q);
  return address.href;
}

function button(text, data) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = text;
  Object.assign(made.dataset, data);
  return made;
}

// Named by the host it leads to, as the browser reads it: what is sent is written by strangers.
function opening(href) {
  const made = document.createElement("a");
  made.className = "button";
  made.target = "_blank";
  made.rel = "noopener noreferrer";
  made.href = href;
  const more = document.createElement("span");
  more.className = "unseen";
  more.textContent = " in a new tab";
  made.append(`Open ${made.host}`, more);
  return made;
}

function anchor(text, tree, term) {
  const made = document.createElement("a");
  made.className = "button";
  made.textContent = text;
  made.href = listed(tree, term);
  made.dataset.term = term;
  return made;
}
