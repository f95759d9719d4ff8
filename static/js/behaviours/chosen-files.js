/**
 * Says beside each slot which file is chosen and how large it is (data-chosen), and lets one take it out again. A file
 * that is too large (data-most-bytes) is not chosen, so that nobody waits for it in vain. Slots that are not needed yet
 * wait behind a button.
 */
export default function chosenFiles(element) {
  const { chosen, tooLarge, removed, remove, more, mostBytes } = element.dataset;
  const slots = [...element.querySelectorAll("[data-slot]")];

  const button = (text, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "ucap-quiet-button";
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  };

  const sizeOf = (file) =>
    new Intl.NumberFormat(document.documentElement.lang, {
      style: "unit",
      unit: file.size < 1_000_000 ? "kilobyte" : "megabyte",
      maximumFractionDigits: file.size < 1_000_000 ? 0 : 1,
    }).format(Math.max(file.size, 1000) / (file.size < 1_000_000 ? 1_000 : 1_000_000));

  const words = (text, file) => text.replace("{name}", file.name).replace("{size}", sizeOf(file));

  for (const slot of slots) {
    const input = slot.querySelector("input[type=file]");
    const status = slot.querySelector("[data-status]");
    const takeOut = button(remove, () => {
      input.value = "";
      show(removed);
      input.focus();
    });
    takeOut.hidden = true;
    status.after(takeOut);

    const show = (text, isWarning = false) => {
      status.textContent = text;
      status.classList.toggle("ucap-file-slots__chosen--warning", isWarning);
      takeOut.hidden = input.files.length === 0;
    };
    const look = () => {
      const [file] = input.files;
      if (!file) {
        show("");
      } else if (file.size > Number(mostBytes)) {
        input.value = "";
        show(words(tooLarge, file), true);
      } else {
        show(words(chosen, file));
      }
    };
    input.addEventListener("change", look);
    if (input.files.length) {
      look(); // the browser has kept it on the way back to this page
    }
  }

  const isUsed = (slot) =>
    [...slot.querySelectorAll("input")].some((input) => input.value) || slot.querySelector(".govuk-error-message");
  const waiting = slots.slice(slots.findLastIndex(isUsed) + 1).slice(slots.some(isUsed) ? 0 : 1);
  const next = button(more, () => {
    const slot = waiting.shift();
    slot.hidden = false;
    slot.querySelector("input").focus();
    next.hidden = waiting.length === 0;
  });
  waiting.forEach((slot) => {
    slot.hidden = true;
  });
  next.hidden = waiting.length === 0;
  element.append(next);
}
