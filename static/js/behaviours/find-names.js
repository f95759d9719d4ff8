// Offers names that hold what is typed: they are asked for a moment after the last key, and drawn as the input's list.
const PAUSE = 200;

export default function (element) {
  const input = element.querySelector("input");
  const list = element.querySelector("datalist");
  let timer = 0;
  let asked = "";

  async function offer() {
    const text = input.value.trim();
    if (text.length < 2 || text === asked) return;
    asked = text;
    const address = new URL(element.dataset.url, window.location.href);
    address.searchParams.set("q", text);
    try {
      const answer = await fetch(address, { headers: { "X-Requested-With": "fetch" } });
      if (!answer.ok || asked !== text) return;
      const names = await answer.json();
      list.replaceChildren(
        ...names.map((name) => {
          const option = document.createElement("option");
          option.value = name;
          return option;
        }),
      );
    } catch {
      asked = ""; // without a connection one still types the name
    }
  }

  input.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(offer, PAUSE);
  });
}
