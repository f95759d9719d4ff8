import { isChanged } from "../controls.js";

const PAUSE = 700;
const RETRY = 10_000;
const LARGEST_LAST_WORD = 60_000;

/**
 * Keeps what is typed in the form on the server (data-draft-url), a moment after it is typed and when the page is left,
 * and says so in the form's status. What cannot be kept now is tried again. Tells other behaviours by `draft-kept`.
 */
export default function keepDraft(form) {
  const status = form.querySelector(".ucap-draft-status");
  const [shown, readOut] = status.children;
  let unkept = form.dataset.unsaved === "true" || [...form.elements].some(isChanged);
  let state = "";
  let timer = 0;
  let request = null;
  let sent = false;

  const body = () => {
    const texts = [...new FormData(form)].filter(([, value]) => typeof value === "string");
    return new URLSearchParams(texts);
  };

  const say = (next) => {
    const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
    const text = status.dataset[next].replace("{time}", time);
    status.hidden = false;
    status.classList.toggle("ucap-draft-status--warning", next !== "kept");
    shown.textContent = text;
    if (next !== state) {
      readOut.textContent = text;
    }
    state = next;
  };

  const post = (options) =>
    fetch(form.dataset.draftUrl, {
      method: "POST",
      body: body(),
      headers: { "X-Requested-With": "fetch" },
      redirect: "error",
      ...options,
    });

  const schedule = (delay) => {
    timer ||= setTimeout(keep, delay);
  };

  const keep = async () => {
    timer = 0;
    if (!unkept || sent || request) {
      return;
    }
    unkept = false;
    request = new AbortController();
    try {
      const answer = await post({ signal: request.signal });
      say(answer.ok ? "kept" : answer.status === 401 ? "signedOut" : "refused");
      if (answer.ok && !unkept) {
        form.dispatchEvent(new CustomEvent("draft-kept"));
      }
      unkept ||= !answer.ok;
    } catch {
      unkept = true;
      if (!sent) {
        say("offline");
      }
    }
    request = null;
    if (unkept) {
      schedule(state === "kept" ? PAUSE : RETRY);
    }
  };

  const keepNow = () => {
    clearTimeout(timer);
    timer = 0;
    keep();
  };

  const keepLastWord = () => {
    if (unkept && !sent) {
      post({ keepalive: body().toString().length < LARGEST_LAST_WORD }).then(
        (answer) => {
          unkept = !answer.ok;
        },
        () => {},
      );
    }
  };

  form.addEventListener("input", () => {
    unkept = true;
    schedule(PAUSE);
  });
  form.addEventListener("submit", (event) => {
    if (!navigator.onLine) {
      event.preventDefault();
      say("offline");
      return;
    }
    sent = true;
    request?.abort();
  });
  window.addEventListener("online", keepNow);
  window.addEventListener("pageshow", () => {
    sent = false;
  });
  window.addEventListener("pagehide", keepLastWord);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") {
      keepLastWord();
    }
  });
  if (unkept) {
    schedule(PAUSE);
  }
}
