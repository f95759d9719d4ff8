const SECOND = 1_000;
const LONGEST_TIMER = 2_000_000_000;

/**
 * Announces that the session is about to end (data-unused-seconds, data-at-most-seconds from now on), in time to do
 * something about it (data-warn-seconds before). A button keeps it from ending for want of use; the day on which it ends
 * however much it is used cannot be put off, so only that is said. What is typed is kept as a draft either way.
 */
export default function announceEnd(element) {
  const [unused, final, over] = element.querySelectorAll("[data-part]");
  const form = element.querySelector("form");
  const warn = Number(element.dataset.warnSeconds) * SECOND;
  const began = Date.now();
  const lastEnd = began + Number(element.dataset.atMostSeconds) * SECOND;
  let unusedEnd = began + Number(element.dataset.unusedSeconds) * SECOND;
  let timer = 0;

  const show = (part) => {
    for (const each of [unused, final, over]) {
      each.hidden = each !== part;
    }
    element.hidden = !part;
  };

  /** Looks at the clock instead of counting: a computer that slept has missed the timers. */
  const look = () => {
    const now = Date.now();
    const end = Math.min(unusedEnd, lastEnd);
    clearTimeout(timer);
    if (now >= end) {
      show(over);
      return;
    }
    show(end - now > warn ? null : end === lastEnd ? final : unused);
    const wait = end - now > warn ? end - now - warn : end - now;
    timer = setTimeout(look, Math.min(wait + SECOND, LONGEST_TIMER));
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form)).toString();
    const headers = { "Content-Type": "application/x-www-form-urlencoded", "X-Requested-With": "fetch" };
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers, redirect: "error" });
      if (answer.ok) {
        unusedEnd = Date.now() + Number(answer.headers.get("X-Session-Seconds")) * SECOND;
        look();
      } else if (answer.status === 401) {
        show(over);
      }
    } catch {
      // no connection: the announcement stays, and the button can be pressed again
    }
  });
  document.addEventListener("visibilitychange", look);
  look();
}
