// Moves the month of the tile map and changes what it shows: tiles, legend, caption and table.
(() => {
  "use strict";

  const map = document.getElementById("regions-map");
  if (!map) return;
  const data = JSON.parse(map.querySelector("script").textContent);
  const slider = document.getElementById("map-at");
  const layer = document.getElementById("map-layer");
  const grouped = new Intl.NumberFormat("en-GB");
  const month = new Intl.DateTimeFormat("en-GB", { month: "long", year: "numeric", timeZone: "UTC" });

  const said = (quantity, value) => `${grouped.format(value)}${quantity.suffix}`;

  const draw = () => {
    const at = Number(slider.value);
    const when = month.format(new Date(Date.UTC(1917, at)));
    const shown = data[layer.value];
    slider.setAttribute("aria-valuetext", when);
    for (const place of map.querySelectorAll("[data-month]")) place.textContent = when;
    document.getElementById("map-what").textContent = shown.name;
    document.getElementById("map-unit").textContent = shown.unit;
    map.dataset.unit = shown.unit;
    for (const tile of map.querySelectorAll(".tile")) {
      const value = shown.regions[tile.dataset.region][at];
      tile.setAttribute("class", `tile step-${shown.bounds.filter((bound) => value >= bound).length}`);
      tile.querySelector("[data-value]").textContent = said(shown, value);
    }
    for (const cell of map.querySelectorAll("td[data-quantity]")) {
      const quantity = data[cell.dataset.quantity];
      cell.textContent = said(quantity, quantity.regions[cell.parentElement.dataset.region][at]);
    }
    for (const key of map.querySelectorAll("[data-key]")) key.hidden = key.dataset.key !== layer.value;
  };

  slider.addEventListener("input", draw);
  layer.addEventListener("change", draw);
  document.getElementById("map-choose").hidden = false;
  draw();
})();
