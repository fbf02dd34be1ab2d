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

// A run of a matching round: the page asks now and then how far it is, and says so. It is read again when
// the run is over, unless somebody is in the middle of it; the link to do so by hand stays where it is.
const running = document.querySelector("[data-progress]");

async function lookHowFar() {
  const words = running.querySelector("[data-words]");
  let answer;
  try {
    answer = await fetch(running.dataset.progress);
  } catch {
    answer = { status: 503 }; // the network is away
  }
  if (answer.status >= 500) {
    window.setTimeout(lookHowFar, 8000);
    return;
  }
  try {
    const told = await answer.json();
    if (words.textContent !== told.words) {
      words.textContent = told.words;
    }
    if (!told.over) {
      window.setTimeout(lookHowFar, 4000);
    } else if (document.activeElement === document.body) {
      window.location.reload();
    }
  } catch {
    // signed out: the link is still there
  }
}

if (running) {
  window.setTimeout(lookHowFar, 2000);
}
