import { isChanged } from "../controls.js";

const PAUSE = 700;
const RETRY = 10_000;
const LARGEST_LAST_WORD = 60_000;

/**
 * Keeps what is typed in the form on the server (data-draft-url), a moment after it is typed and when the page is left,
 * and says so in the form's status. What cannot be kept now is tried again. Tells other behaviours by `draft-kept`.
 * Files are no part of a draft: a form with some is sent only when the server can be reached, else they stay chosen here.
 * The key of a form that was sent stays with the page in the browser's history: who goes back to it, since no answer came,
 * and sends it again, saves nothing twice.
 */
export default function keepDraft(form) {
  const status = form.querySelector(".ucap-draft-status");
  const [shown, readOut] = status.children;
  let typed = form.dataset.unsaved === "true" || [...form.elements].some(isChanged) ? 1 : 0;
  let kept = 0;
  let state = "";
  let timer = 0;
  let request = null;
  let isSent = false;
  let isReached = false;
  takeKeyAgain(form);

  /** What is read out changes only with the state, so that nobody is interrupted every second. */
  const say = (next, time = "") => {
    const text = status.dataset[next].replace("{time}", time);
    status.hidden = false;
    status.classList.toggle("ucap-draft-status--warning", next !== "kept");
    shown.textContent = text;
    if (next !== state) {
      readOut.textContent = text;
    }
    state = next;
  };

  /** Sends the form as it is now, in place of what is still on its way; one request at a time keeps them in order. */
  const post = async (isLastWord) => {
    request?.abort();
    const own = new AbortController();
    request = own;
    const sending = typed;
    let isAnswered = true;
    const texts = [...new FormData(form)].filter(([, value]) => typeof value === "string");
    const body = new URLSearchParams(texts).toString();
    try {
      const answer = await fetch(form.dataset.draftUrl, {
        method: "POST",
        body,
        headers: { "Content-Type": "application/x-www-form-urlencoded", "X-Requested-With": "fetch" },
        keepalive: isLastWord && body.length < LARGEST_LAST_WORD,
        redirect: "error",
        signal: own.signal,
      });
      kept = answer.ok ? sending : kept;
      const next = answer.ok ? "kept" : answer.status === 401 ? "signedOut" : "refused";
      say(next, answer.headers.get("X-Kept-At") ?? "");
      if (kept === typed) {
        form.dispatchEvent(new CustomEvent("draft-kept"));
      }
    } catch {
      isAnswered = false;
      if (request === own && !isSent) {
        say("offline");
      }
    }
    if (request === own) {
      request = null;
      if (kept < typed) {
        schedule(state === "kept" ? PAUSE : RETRY);
      }
    }
    return isAnswered;
  };

  const keep = () => {
    timer = 0;
    if (!isSent && !request && kept < typed) {
      post(false);
    }
  };

  const schedule = (delay) => {
    timer ||= setTimeout(keep, delay);
  };

  const keepLastWord = () => {
    if (!isSent && kept < typed) {
      post(true);
    }
  };

  form.addEventListener("input", () => {
    typed += 1;
    schedule(PAUSE);
  });
  form.addEventListener("submit", (event) => {
    if (!navigator.onLine) {
      event.preventDefault();
      say("unsent");
      return;
    }
    if (!isReached && hasFiles(form)) {
      event.preventDefault();
      post(false).then((isAnswered) => {
        isReached = isAnswered;
        if (isReached) {
          form.requestSubmit(event.submitter);
        } else {
          say("unsent");
        }
      });
      return;
    }
    isReached = false;
    history.replaceState({ ...history.state, formKey: form.elements.form_key?.value }, "");
    keepLastWord(); // should the save be lost on its way; if it is not, the server knows the text and keeps no draft
    isSent = true;
  });
  window.addEventListener("online", () => {
    clearTimeout(timer);
    keep();
  });
  window.addEventListener("pageshow", () => {
    isSent = false;
  });
  window.addEventListener("pagehide", keepLastWord);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") {
      keepLastWord();
    }
  });
  if (typed) {
    schedule(PAUSE);
  }
}

function hasFiles(form) {
  return [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length);
}

/** Gives the form the key with which it was sent from this place in the browser's history. */
function takeKeyAgain(form) {
  const key = form.elements.form_key;
  const sent = history.state?.formKey;
  if (key && sent && sent !== key.value) {
    form.dataset.draftUrl = form.dataset.draftUrl.replace(key.value, sent);
    key.value = sent;
  }
}
