/** What the behaviours that choose from long lists share: searching without accents, chips of what is chosen. */

/** Returns the text for comparing: small letters, without accents. */
export function folded(text) {
  return text
    .normalize("NFKD")
    .replace(/\p{Diacritic}/gu, "")
    .toLowerCase();
}

/** Returns the text of an element in one line. */
export function wordsOf(element) {
  return element.textContent.replace(/\s+/g, " ").trim();
}

function made(tag, className, text = "") {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

/**
 * Returns a field that searches: onSearch gets the words, folded, and answers how many of how many are shown.
 * What is typed there is no part of the form: the form does not hear of it, and Enter does not send it.
 */
export function searchField(id, texts, onSearch) {
  const box = made("div", "ucap-choosing__search");
  const label = made("label", "govuk-label", texts.search);
  const input = made("input", "govuk-input");
  const found = made("p", "ucap-choosing__found");
  label.htmlFor = id;
  input.id = id;
  input.type = "search";
  input.autocomplete = "off";
  found.setAttribute("role", "status");
  input.addEventListener("input", (event) => {
    event.stopPropagation();
    const words = folded(input.value).split(/\s+/).filter(Boolean);
    const [shown, all] = onSearch((text) => words.every((word) => text.includes(word)));
    found.textContent = words.length ? texts.found.replace("{shown}", shown).replace("{all}", all) : "";
  });
  input.addEventListener("change", (event) => event.stopPropagation());
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
    }
  });
  box.append(label, input, found);
  return box;
}

/** Returns a list of chips and what draws it anew: chosen things with name and remove; the focus stays near. */
export function chipList(texts, focusElsewhere) {
  const list = made("ul", "ucap-chips");
  list.setAttribute("aria-label", texts.chosen);

  function draw(chosen) {
    list.replaceChildren(
      ...chosen.map(({ name, remove }) => {
        const item = document.createElement("li");
        const chip = made("button", "ucap-chips__chip", name);
        const cross = made("span", "ucap-chips__cross", "×");
        chip.type = "button";
        chip.setAttribute("aria-label", texts.remove.replace("{name}", name));
        cross.setAttribute("aria-hidden", "true");
        chip.append(cross);
        chip.addEventListener("click", () => {
          const position = [...list.children].indexOf(item);
          remove();
          const next = list.children[Math.min(position, list.children.length - 1)];
          (next?.firstElementChild ?? focusElsewhere()).focus();
        });
        item.append(chip);
        return item;
      }),
    );
  }
  return { list, draw };
}
