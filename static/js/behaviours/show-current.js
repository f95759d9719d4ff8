/**
 * Where links scroll sideways, the one to the present page is brought into view, and the one that the keyboard comes to:
 * browsers leave alone what shows in part. Only what holds them is moved: the page itself may stand at a field that a
 * link has led to.
 */
export default function showCurrent(element) {
  const current = element.querySelector("[aria-current]");
  if (current) {
    show(current, element);
  }
  element.addEventListener("focusin", (event) => show(event.target, element));
}

function show(one, element) {
  const space = parseFloat(getComputedStyle(one).scrollMarginInlineStart) || 0;
  const link = one.getBoundingClientRect();
  const seen = element.getBoundingClientRect();
  const left = link.left - space - seen.left;
  const right = link.right + space - seen.right;
  if (left < 0) {
    element.scrollLeft += left;
  } else if (right > 0) {
    element.scrollLeft += right;
  }
}
