// The switches of the settings' page and of the frame. What they keep, the browser keeps.

import { keep, setting } from "./settings.js";

/** Wakes the switches of the theme: one button each for system, light and dark. */
export function wakeThemeSwitches(root) {
  for (const group of root.querySelectorAll("[data-themes]")) {
    group.hidden = false;
    group.addEventListener("click", (event) => {
      const theme = event.target.closest("button")?.value;
      if (!theme) return;
      keep("theme", theme);
      show(theme);
    });
  }
  show(setting("theme", "system"));
}

function show(theme) {
  const root = document.documentElement;
  if (theme === "system") delete root.dataset.theme;
  else root.dataset.theme = theme;
  for (const button of document.querySelectorAll("[data-themes] button")) {
    button.setAttribute("aria-pressed", String(button.value === theme));
  }
}

/** Wakes check boxes that keep a setting: on unless it was turned off. */
export function wakeSettings(root) {
  for (const box of root.querySelectorAll("input[type=checkbox][data-setting]")) {
    box.checked = setting(box.dataset.setting, "on") === "on";
    box.disabled = false;
    box.addEventListener("change", () => keep(box.dataset.setting, box.checked ? "on" : "off"));
  }
}
