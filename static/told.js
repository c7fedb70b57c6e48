/** Says what happened, for who sees the page and for who listens to it. */
export function tell(text) {
  document.getElementById("told").textContent = text;
}
