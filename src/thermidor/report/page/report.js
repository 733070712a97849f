// Draws each chart when it comes near the screen, and the others while the reader is idle, so that
// the page opens at once and can still be printed whole.
(() => {
  "use strict";

  const figures = [...document.querySelectorAll("figure.chart")];
  const waiting = new Set(figures);
  const views = new WeakMap();

  const rows = (columns) => {
    const names = Object.keys(columns);
    const length = names.length ? columns[names[0]].length : 0;
    return Array.from({ length }, (_, i) => Object.fromEntries(names.map((name) => [name, columns[name][i]])));
  };

  const specification = (figure) => {
    const spec = JSON.parse(figure.querySelector("script").textContent);
    for (const name of Object.keys(spec.datasets)) spec.datasets[name] = rows(spec.datasets[name]);
    return spec;
  };

  const draw = async (figure) => {
    if (!waiting.delete(figure)) return;
    nearby.unobserve(figure);
    const canvas = figure.querySelector(".canvas");
    try {
      const { view } = await window.vegaEmbed(canvas, specification(figure), { mode: "vega-lite", renderer: "svg", actions: false });
      views.set(figure, view);
      figure.dataset.state = "drawn";
    } catch (error) {
      canvas.removeAttribute("role");
      canvas.textContent = "This chart could not be drawn; the table below holds the same figures.";
      figure.dataset.state = "failed";
      console.error(figure.id, error);
    }
  };

  const nearby = new IntersectionObserver(
    (entries) => entries.filter((entry) => entry.isIntersecting).forEach((entry) => draw(entry.target)),
    { rootMargin: "400px" },
  );
  figures.forEach((figure) => nearby.observe(figure));

  const whenIdle = window.requestIdleCallback || ((work) => setTimeout(work, 60));
  const drawNext = () => {
    const [next] = waiting;
    if (next) whenIdle(() => draw(next).then(drawNext));
  };
  window.addEventListener("load", () => setTimeout(drawNext, 500));
  window.addEventListener("beforeprint", () => waiting.forEach((figure) => draw(figure)));

  const described = (figure) => ({
    files: figure.id,
    what: figure.querySelector("figcaption").textContent,
    says: figure.querySelector(".canvas, .tilemap").getAttribute("aria-label"),
    unit: figure.dataset.unit,
    cites: figure.dataset.cites,
    ...JSON.parse(document.getElementById("described").textContent),
  });

  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button.keep");
    if (!button) return;
    const figure = button.closest("figure");
    const link = document.createElement("a");
    if (button.dataset.file === "svg") {
      await draw(figure);
      link.href = await views.get(figure).toImageURL("svg");
    } else {
      const text = `${JSON.stringify(described(figure), null, 2)}\n`;
      link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    }
    link.download = `${figure.id}.${button.dataset.file}`;
    link.click();
  });
})();
