// Run before the page is painted, so that it never flashes in the other theme. Not a module: those
// wait for the whole page.
(() => {
  try {
    const theme = localStorage.getItem("eventpit.theme");
    if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
  } catch {
    // A browser that keeps nothing shows the theme of the system.
  }
})();
