/** Starts GOV.UK Frontend's components and attaches our behaviours; every page works without it. */
import {
  Button,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  Radios,
  SkipLink,
  createAll,
} from "../vendor/govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");

for (const component of [Button, Checkboxes, ErrorSummary, NotificationBanner, Radios, SkipLink]) {
  createAll(component);
}

for (const element of document.querySelectorAll("[data-behaviour]")) {
  const { default: attach } = await import(`./behaviours/${element.dataset.behaviour}.js`);
  attach(element);
}
