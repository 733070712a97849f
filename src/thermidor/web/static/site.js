// What every page does: the language switch keeps the address as the page has changed it since.
(() => {
  "use strict";

  const switches = document.querySelectorAll("a[data-language]");
  for (const link of switches) {
    const refresh = () => {
      const path = location.pathname.split("/");
      const at = new URL(link.href).pathname.split("/").indexOf(link.hreflang); // below the server's prefix
      if (path[at] === "en" || path[at] === "fr") {
        path[at] = link.hreflang;
        link.href = path.join("/") + location.search + location.hash;
      }
    };
    link.addEventListener("pointerdown", refresh);
    link.addEventListener("focus", refresh);
    link.addEventListener("click", refresh);
  }

  // Tables of charts are shut on the screen and open on paper.
  const opened = [];
  addEventListener("beforeprint", () => {
    for (const details of document.querySelectorAll("details[data-print]:not([open])")) {
      details.open = true;
      opened.push(details);
    }
  });
  addEventListener("afterprint", () => {
    for (const details of opened.splice(0)) details.open = false;
  });
})();
