/** Lists whose entries are dragged by a handle, or moved by their buttons, without leaving the page. */
import "../../vendor/sortable.min.js";

const { Sortable } = window;

function positionOf(item) {
  return Number(item.dataset.position);
}

function itemsOf(list) {
  return [...list.children].filter((child) => "position" in child.dataset);
}

/** Puts the entries where the page that the server has sent says they are; what is typed in them stays. */
function follow(element, sent) {
  for (const fresh of sent.querySelectorAll("[data-order]")) {
    const list = element.querySelector(`#${CSS.escape(fresh.id)}`);
    const wanted = itemsOf(fresh);
    if (!list || !wanted.every(({ id }) => document.getElementById(id))) {
      continue; // somebody has added entries meanwhile: they come when the page is loaded again
    }
    for (const item of wanted) {
      const shown = document.getElementById(item.id);
      shown.dataset.position = item.dataset.position;
      const actions = item.querySelector("[data-order-actions]");
      if (actions) {
        shown.querySelector("[data-order-actions]")?.replaceWith(document.importNode(actions, true));
      }
    }
    const order = wanted.map(({ id }) => document.getElementById(id));
    list.append(...order, ...itemsOf(list).filter((item) => !order.includes(item)));
  }
}

function putBack(list) {
  list.append(...itemsOf(list).sort((one, other) => positionOf(one) - positionOf(other)));
}

export default function dragOrder(element) {
  const status = element.querySelector("[data-order-status]");
  let isBusy = false;

  function tell(text, isRefusal) {
    status.classList.toggle("ucap-order-status--refused", isRefusal);
    status.classList.toggle("govuk-visually-hidden", !isRefusal);
    status.textContent = text;
  }

  /** Sends a form that moves an entry; tells whether the server has done it. */
  async function send(form, position) {
    const body = new URLSearchParams(new FormData(form));
    body.set("to_position", position);
    const answer = await fetch(form.action, { method: "POST", body });
    const sent = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok || !sent.querySelector("[data-order-status]")) {
      return false; // refused, or signed out meanwhile
    }
    follow(element, sent);
    tell(sent.querySelector(".govuk-notification-banner__heading")?.textContent ?? "", false);
    return true;
  }

  async function move(item, form, position) {
    if (isBusy) {
      return;
    }
    isBusy = true;
    const list = item.parentElement;
    tell("", false);
    const isDone = await send(form, position).catch(() => false);
    if (!isDone) {
      putBack(list);
      tell(element.dataset.notMoved, true);
    }
    isBusy = false;
  }

  element.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-move]")) {
      return;
    }
    event.preventDefault();
    const item = form.closest("[data-position]");
    const pressed = form.querySelector("button").id;
    const other = pressed.replace(/^(up|down)/, (button) => (button === "up" ? "down" : "up"));
    await move(item, form, form.elements.to_position.value);
    (document.getElementById(pressed) ?? document.getElementById(other))?.focus();
  });

  for (const list of element.querySelectorAll("[data-order]")) {
    Sortable.create(list, {
      draggable: "[data-position]",
      handle: "[data-order-handle]",
      ghostClass: "ucap-is-dragged",
      animation: matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : 150,
      onMove: () => !isBusy,
      onUpdate({ item }) {
        const items = itemsOf(list);
        const positions = items.map(positionOf).sort((one, other) => one - other);
        move(item, item.querySelector("form[data-move]"), positions[items.indexOf(item)]);
      },
    });
  }
}
