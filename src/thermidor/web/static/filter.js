// A form with data-live="ID" renews the part of the page with that id while the reader types or chooses,
// and keeps the address in step.  Without JavaScript the form is sent as usual.
import { readerHeaders } from "./reader.js";

const form = document.querySelector("form[data-live]");
const target = form && document.getElementById(form.dataset.live);
let timer = 0;
let asking = null;

function addressOf() {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (String(value).trim()) query.append(name, value);
  const text = query.toString();
  return form.getAttribute("action") + (text ? `?${text}` : "");
}

async function renew(address, push) {
  asking?.abort();
  asking = new AbortController();
  target.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { signal: asking.signal, headers: readerHeaders({ Accept: "text/html" }) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(target.id);
    if (!answer.ok || !fresh) return;
    target.replaceChildren(...fresh.childNodes);
    document.title = page.title;
    if (push) history.replaceState(null, "", address);
    for (const other of document.querySelectorAll("a[data-language]")) {
      const same = [...page.querySelectorAll("a[data-language]")].find((a) => a.hreflang === other.hreflang);
      if (same) other.href = same.getAttribute("href");
    }
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address);
  } finally {
    target.removeAttribute("aria-busy");
  }
}

if (form && target) {
  const later = (delay) => {
    clearTimeout(timer);
    timer = setTimeout(() => renew(addressOf(), true), delay);
  };
  form.addEventListener("input", (event) => later(event.target.matches("select, [type=radio]") ? 0 : 250));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    later(0);
  });
}
