/** A form with unsaved changes asks before the page is left; data-unsaved="true" says it came back unsaved. */
export default function leaveWarning(form) {
  let unsaved = form.dataset.unsaved === "true";

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
