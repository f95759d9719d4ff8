import { isChanged } from "../controls.js";

/**
 * A form with unsaved changes asks before the page is left; data-unsaved="true" says it came back unsaved.
 * On a slow line people type before this script is there, so it looks at what was typed already.
 * Once a draft is kept on the server (`draft-kept`), nothing would be lost and nothing is asked, unless files are chosen:
 * no draft has those.
 */
export default function leaveWarning(form) {
  let unsaved = form.dataset.unsaved === "true" || [...form.elements].some(isChanged);

  form.addEventListener("input", () => {
    unsaved = true;
  });
  form.addEventListener("draft-kept", () => {
    unsaved = [...form.querySelectorAll("input[type=file]")].some((input) => input.files.length);
  });
  form.addEventListener("submit", (event) => {
    unsaved = event.defaultPrevented;
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) {
      event.preventDefault();
    }
  });
}
