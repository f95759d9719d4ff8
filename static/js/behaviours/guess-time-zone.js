/** Chooses the time zone that the browser is in, as long as nobody has chosen another. */
export default function guessTimeZone(form) {
  const choice = form.elements.time_zone;
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const isUntouched = choice.selectedOptions[0]?.defaultSelected && choice.value === "UTC";

  if (isUntouched && [...choice.options].some((option) => option.value === zone)) {
    choice.value = zone;
  }
}
