/**
 * Choosing a part of a merge writes the text that will be saved anew, until that text is changed by hand; then the
 * button does, which is needed without scripts alone otherwise.
 */
export default function composeMerge(element) {
  const text = element.querySelector("textarea");
  const compose = element.querySelector("[data-compose]");
  const note = element.querySelector("[data-edited]");

  function composed(isChosen) {
    const parts = [...element.querySelectorAll("[data-text]")];
    return parts
      .filter((part) => part.type !== "radio" || isChosen(part))
      .map((part) => part.dataset.text)
      .join("")
      .trim();
  }

  const chosen = () => composed((part) => part.checked);
  const offered = composed((part) => part.defaultChecked);

  let isByHand = ![chosen(), offered].includes(text.value.trim());

  function show() {
    compose.hidden = !isByHand;
    note.hidden = !isByHand;
  }

  function write() {
    isByHand = false;
    text.value = chosen();
    text.dispatchEvent(new CustomEvent("input", { bubbles: true, detail: "composed" }));
    show();
  }

  element.addEventListener("change", (event) => {
    if (event.target.type === "radio" && !isByHand) {
      write();
    }
  });
  text.addEventListener("input", (event) => {
    if (event.detail !== "composed") {
      isByHand = text.value.trim() !== chosen();
      show();
    }
  });
  compose.querySelector("button").addEventListener("click", (event) => {
    event.preventDefault();
    write();
    text.focus();
  });
  if (!isByHand && text.value.trim() !== chosen()) {
    write(); // somebody chose before this script was there
  } else {
    show();
  }
}
