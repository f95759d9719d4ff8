/** Where links scroll sideways, the one to the present page is brought into view. */
export default function showCurrent(element) {
  element.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
}
