import { chipList, folded, searchField, wordsOf } from "../choosing.js";

/** A long list of boxes is searched by words; what is chosen stands on top, whatever is searched for. */
export default function filterChoices(element) {
  const boxes = [...element.querySelectorAll("input[type=checkbox]")].map((input) => {
    const item = input.closest(".govuk-checkboxes__item");
    const name = wordsOf(item);
    return { input, item, name, text: folded(name) };
  });
  const groups = [...element.querySelectorAll(".ucap-choosing__group")];

  const search = searchField(`${boxes[0].input.id}-search`, element.dataset, (fits) => {
    for (const { item, text } of boxes) {
      item.hidden = !fits(text);
    }
    for (const group of groups) {
      group.hidden = !group.querySelector(".govuk-checkboxes__item:not([hidden])");
    }
    return [boxes.filter(({ item }) => !item.hidden).length, boxes.length];
  });
  const { list, draw } = chipList(element.dataset, () => search.querySelector("input"));

  function show() {
    draw(
      boxes
        .filter(({ input }) => input.checked)
        .map(({ input, name }) => ({ name, remove: () => input.click() })),
    );
  }

  element.prepend(list, search);
  element.addEventListener("change", show);
  show();
}
