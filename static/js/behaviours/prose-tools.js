import "../../vendor/markdown-toolbar-element.js";

/** Over each text in the element stands a toolbar for Markdown, with a preview of what pages will show. */
export default function proseTools(element) {
  const template = element.querySelector("template[data-prose-tools]");

  for (const textarea of element.querySelectorAll("textarea")) {
    equip(textarea, template.content.cloneNode(true), element.dataset);
  }
}

function equip(textarea, tools, texts) {
  const toolbar = tools.querySelector("markdown-toolbar");
  const button = tools.querySelector("[data-md-button=preview]");
  const shown = tools.querySelector(".ucap-prose-tools__shown");
  const said = tools.querySelector(".ucap-prose-tools__said");
  const editor = document.createElement("div");
  const hadFocus = document.activeElement === textarea;

  async function preview() {
    if (!textarea.value.trim()) {
      said.textContent = texts.empty;
      return;
    }
    try {
      shown.innerHTML = await htmlOf(textarea.value, texts);
    } catch {
      said.textContent = texts.failed;
      return;
    }
    toggle(true);
  }

  function toggle(isPreview) {
    textarea.hidden = isPreview;
    shown.hidden = !isPreview;
    for (const tool of toolbar.querySelectorAll(".ucap-prose-tools__tool")) {
      tool.hidden = isPreview;
    }
    button.textContent = isPreview ? texts.writing : texts.preview;
    said.textContent = isPreview ? texts.shown : texts.hidden;
  }

  /** The toolbar is one stop for the Tab key: the button that was used last. */
  function keepStop() {
    toolbar.removeAttribute("tabindex");
    for (const tool of toolbar.children) {
      tool.setAttribute("tabindex", tool === button ? "0" : "-1");
    }
  }

  toolbar.setAttribute("for", textarea.id);
  toolbar.setAttribute("aria-controls", textarea.id);
  button.addEventListener("click", () => {
    keepStop();
    return textarea.hidden ? toggle(false) : preview();
  });
  editor.className = "ucap-prose-editor";
  textarea.replaceWith(editor);
  editor.append(toolbar, textarea, shown, said);
  if (hadFocus) {
    textarea.focus();
  }
}

/** Returns the HTML that pages will show for the text. */
async function htmlOf(text, { address, token }) {
  const body = new URLSearchParams({ text, csrf_token: token });
  const answer = await fetch(address, { method: "POST", body, redirect: "error" });
  if (!answer.ok) {
    throw new Error(`the preview answered ${answer.status}`);
  }
  return answer.text();
}
