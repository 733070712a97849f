// What every page does: the language switch keeps the address as the page has changed it since.
(() => {
  "use strict";

  // Where the language stands in the path: the first part below the server's prefix.
  const at = new URL("..", document.currentScript.src).pathname.split("/").length - 1;

  const switches = document.querySelectorAll("a[data-language]");
  for (const link of switches) {
    const refresh = () => {
      const path = location.pathname.split("/");
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
