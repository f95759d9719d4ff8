import { chipList, folded, searchField, wordsOf } from "../choosing.js";

/** Codes of terms are picked from the list beside their line, or from what is suggested; they can still be typed. */
export default function pickCodes(element) {
  const line = element.querySelector("input");
  const lookup = element.querySelector("details");
  const offers = [...element.querySelectorAll(".ucap-codes__offer")].map(offerButton);
  const names = new Map(
    [...lookup.querySelectorAll("[data-code]")].map((item) => [item.dataset.code.toLowerCase(), wordsOf(item)]),
  );
  const { list, draw } = chipList(element.dataset, () => line);
  let boxes = [];

  function codes() {
    return line.value
      .split(/[,;]/)
      .map((code) => code.trim())
      .filter(Boolean);
  }

  function isChosen(code) {
    return codes().some((chosen) => chosen.toLowerCase() === code.toLowerCase());
  }

  function toggle(code) {
    const others = codes().filter((chosen) => chosen.toLowerCase() !== code.toLowerCase());
    line.value = (others.length < codes().length ? others : [...others, code]).join(", ");
    line.dispatchEvent(new Event("input", { bubbles: true }));
    line.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function offerButton(item) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ucap-codes__add";
    button.textContent = wordsOf(item);
    button.addEventListener("click", () => toggle(item.dataset.code));
    item.replaceChildren(button);
    return { button, code: item.dataset.code };
  }

  function makeBoxes() {
    boxes = [...lookup.querySelectorAll("[data-code]")].map((item) => {
      const code = item.dataset.code;
      const box = document.createElement("input");
      const label = document.createElement("label");
      box.type = "checkbox";
      box.id = `${line.id}-${code}`;
      box.className = "govuk-checkboxes__input";
      box.checked = isChosen(code);
      box.addEventListener("input", (event) => event.stopPropagation());
      box.addEventListener("change", (event) => {
        event.stopPropagation();
        toggle(code);
      });
      label.htmlFor = box.id;
      label.className = "govuk-label govuk-checkboxes__label";
      label.textContent = wordsOf(item);
      item.className = "govuk-checkboxes__item";
      item.parentElement.classList.add("govuk-checkboxes", "govuk-checkboxes--small");
      item.replaceChildren(box, label);
      const heading = wordsOf(item.parentElement.previousElementSibling);
      return { item, box, code, text: folded(`${heading} ${label.textContent}`) };
    });
    const content = lookup.querySelector(".govuk-details__text");
    content.prepend(searchField(`${line.id}-search`, element.dataset, filter));
  }

  function filter(fits) {
    for (const { item, text } of boxes) {
      item.hidden = !fits(text);
    }
    for (const group of lookup.querySelectorAll("ul")) {
      group.hidden = !group.querySelector("li:not([hidden])");
      group.previousElementSibling.hidden = group.hidden;
    }
    return [boxes.filter(({ item }) => !item.hidden).length, boxes.length];
  }

  function show() {
    const known = [...new Set(codes().map((code) => code.toLowerCase()))].filter((code) => names.has(code));
    draw(known.map((code) => ({ name: names.get(code), remove: () => toggle(code) })));
    for (const { box, code } of boxes) {
      box.checked = isChosen(code);
    }
    for (const { button, code } of offers) {
      button.setAttribute("aria-pressed", String(isChosen(code)));
    }
  }

  line.after(list);
  line.addEventListener("input", show);
  line.addEventListener("change", show);
  lookup.addEventListener("toggle", () => {
    if (lookup.open && !boxes.length) {
      makeBoxes();
    }
  });
  show();
}
