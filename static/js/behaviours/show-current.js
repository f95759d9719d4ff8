/**
 * Where links scroll sideways, the one to the present page is brought into view. Only what holds them is moved: the
 * page itself may stand at a field that a link has led to.
 */
export default function showCurrent(element) {
  const current = element.querySelector("[aria-current]");
  if (!current) {
    return;
  }
  const space = parseFloat(getComputedStyle(current).scrollMarginInlineStart) || 0;
  const link = current.getBoundingClientRect();
  const seen = element.getBoundingClientRect();
  const left = link.left - space - seen.left;
  const right = link.right + space - seen.right;
  if (left < 0) {
    element.scrollLeft += left;
  } else if (right > 0) {
    element.scrollLeft += right;
  }
}
