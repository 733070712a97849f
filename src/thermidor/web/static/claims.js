// While the experiment of a claim is being run, its section is renewed until the result is there.
import { readerHeaders } from "./reader.js";

const PAUSE = 1000;

async function renew() {
  const section = document.getElementById("run");
  try {
    const answer = await fetch(location.href, { headers: readerHeaders({ Accept: "text/html" }) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("run");
    if (fresh) {
      const focused = section.contains(document.activeElement) ? document.activeElement.id : "";
      if (fresh.textContent !== section.textContent || !fresh.hasAttribute("data-running")) {
        section.replaceChildren(...fresh.childNodes);
        if (focused) document.getElementById(focused)?.focus();
      } else {
        const [old, now] = [section.querySelector("progress"), fresh.querySelector("progress")];
        if (old && now) old.value = now.value;
      }
      section.toggleAttribute("data-running", fresh.hasAttribute("data-running"));
    }
  } catch {
    // The server is away for the moment: ask again.
  }
  if (section.hasAttribute("data-running")) setTimeout(renew, PAUSE);
}

setTimeout(renew, PAUSE);
