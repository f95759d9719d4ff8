/** Tells whether a control no longer says what the page said when it came. */
function isChanged(control) {
  if (control.type === "checkbox" || control.type === "radio") {
    return control.checked !== control.defaultChecked;
  }
  return "defaultValue" in control && control.value !== control.defaultValue;
}

/**
 * A form with unsaved changes asks before the page is left; data-unsaved="true" says it came back unsaved.
 * On a slow line people type before this script is there, so it looks at what was typed already.
 */
export default function leaveWarning(form) {
  let unsaved = form.dataset.unsaved === "true" || [...form.elements].some(isChanged);

  form.addEventListener("input", () => {
    unsaved = true;
  });
  form.addEventListener("submit", () => {
    unsaved = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (unsaved) {
      event.preventDefault();
    }
  });
}
