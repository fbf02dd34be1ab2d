import { initAll } from "./govuk-frontend.min.js";

initAll();

// Radio buttons have no "expanded" state in ARIA (checkboxes have): the component sets one all the
// same. What a radio button reveals stands right behind it, so nothing is lost by leaving it out.
function tidyRadios() {
  for (const radio of document.querySelectorAll("input[type=radio][aria-expanded]")) {
    radio.removeAttribute("aria-expanded");
  }
}

tidyRadios();
window.addEventListener("pageshow", tidyRadios);
document.addEventListener("click", tidyRadios);
