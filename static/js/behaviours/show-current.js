/** Where links scroll sideways, the one to the present page is brought into view; the page itself stays where it is. */
export default function showCurrent(element) {
  const current = element.querySelector("[aria-current]");
  const row = current?.closest("ul");
  if (!row) {
    return;
  }
  const wanted = current.getBoundingClientRect();
  const shown = row.getBoundingClientRect();
  if (wanted.left < shown.left) {
    row.scrollLeft += wanted.left - shown.left;
  } else if (wanted.right > shown.right) {
    row.scrollLeft += wanted.right - shown.right;
  }
}
