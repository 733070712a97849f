// History: waits for a history that is being told, and moves the map through the months.
import { readerHeaders } from "./reader.js";

const texts = JSON.parse(document.getElementById("texts").textContent);

// -- waiting -------------------------------------------------------------------------------------

const wait = document.getElementById("wait");
if (wait) {
  const bar = document.getElementById("wait-bar");
  const begun = Date.now();
  /** Have the work begun, which a crawler that follows links does not; false where it is refused, which is said. */
  const begin = async () => {
    const answer = await fetch(wait.dataset.begin || location.href, { method: "POST", headers: readerHeaders() });
    if (answer.ok) return true;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    wait.textContent = [...page.querySelectorAll("main h1, main h1 ~ p:not(:last-child)")].map((e) => e.textContent).join(" ");
    bar.hidden = true;
    const after = Number(answer.headers.get("retry-after"));
    if (after) setTimeout(() => location.reload(), 1000 * Math.max(after, 5));
    return false;
  };
  const look = async () => {
    try {
      const answer = await fetch(wait.dataset.state, { headers: { accept: "application/json" } });
      const state = await answer.json();
      if (!answer.ok || state.ready) {
        location.reload();
        return;
      }
      if (!state.begun && !(await begin())) return;
      const step = texts.steps[state.step] ?? "";
      const text = state.wanted > 1 ? `${step} (${state.done}/${state.wanted})…` : `${step}…`;
      if (wait.textContent !== text) wait.textContent = text;
      if (state.wanted > 1) {
        bar.max = state.wanted;
        bar.value = state.done;
      } else bar.removeAttribute("value");
    } catch {
      // The server may be away for a moment: ask again.
    }
    setTimeout(look, Date.now() - begun < 10000 ? 700 : 2500);
  };
  if (wait.dataset.begin) begin().then((begun) => begun && setTimeout(look, 200), () => setTimeout(look, 2500));
  else setTimeout(look, 500);
}

// -- the map -------------------------------------------------------------------------------------

const form = document.getElementById("mapform");
if (form) {
  const slider = document.getElementById("at");
  const layer = document.getElementById("layer");
  const play = document.getElementById("play");
  document.getElementById("show-month").hidden = true;

  let data = null;
  let loading = null;
  const load = () => {
    loading ??= fetch(form.dataset.map).then((answer) => {
      if (!answer.ok) throw new Error(String(answer.status));
      return answer.json();
    }).then((found) => {
      data = found;
      return found;
    });
    return loading;
  };

  const monthSaid = (n) => `${texts.months[n % 12]} ${1917 + Math.floor(n / 12)}`;
  const grouped = new Intl.NumberFormat(document.documentElement.lang === "fr" ? "fr" : "en-GB");
  const said = (name, n) => `${grouped.format(n)}${texts.suffixes[name]}`;
  const step = (name, n) => texts.layers[name].bounds.filter((bound) => n >= bound).length;

  const valuesOf = (region, at) => {
    const out = {};
    for (const [name, places] of Object.entries(data.regions)) {
      out[name] = (places[region] ?? places[data.organisation[region]])[at];
    }
    return out;
  };

  const holder = (v) => {
    const shares = { soviet: v.soviet, white: v.white, foreign: v.foreign };
    shares.other = 100 - Math.min(v.soviet + v.white + v.foreign, 100);
    let best = "soviet";
    for (const name of Object.keys(shares)) if (shares[name] > shares[best]) best = name;
    return [best, shares[best]];
  };

  const draw = () => {
    const at = Number(slider.value);
    const month = monthSaid(at);
    document.getElementById("at-said").textContent = month;
    document.getElementById("map-month").textContent = month;
    document.getElementById("map-unit").textContent = texts.layers[layer.value].unit;
    document.getElementById("map-layer").textContent = layer.selectedOptions[0].textContent;
    slider.setAttribute("aria-valuetext", month);
    for (const key of document.querySelectorAll("[data-key]")) key.hidden = key.dataset.key !== layer.value;
    if (!data) return;
    for (const tile of document.querySelectorAll(".tilemap .tile")) {
      const v = valuesOf(tile.dataset.region, at);
      let value;
      let shade;
      if (layer.value === "holder") {
        const [who, part] = holder(v);
        value = part;
        shade = `hold-${who}`;
      } else {
        value = v[layer.value];
        shade = `step-${step(layer.value, value)}`;
      }
      tile.setAttribute("class", `tile ${shade}`);
      tile.querySelector("[data-value]").textContent = said(layer.value, value);
    }
    for (const row of document.querySelectorAll("#map-table tr[data-region]")) {
      const v = valuesOf(row.dataset.region, at);
      for (const cell of row.querySelectorAll("td")) cell.textContent = said(cell.dataset.layer, v[cell.dataset.layer]);
    }
  };

  let settled = 0;
  const remember = () => {
    clearTimeout(settled);
    settled = setTimeout(() => {
      const address = new URL(location.href);
      const at = Number(slider.value);
      const month = String((at % 12) + 1).padStart(2, "0");
      address.searchParams.set("at", `${1917 + Math.floor(at / 12)}-${month}`);
      if (layer.value === "holder") address.searchParams.delete("layer");
      else address.searchParams.set("layer", layer.value);
      history.replaceState(null, "", address);
    }, 300);
  };

  const change = async () => {
    draw();
    remember();
    try {
      await load();
      draw();
    } catch {
      document.getElementById("show-month").hidden = false;
    }
  };
  slider.addEventListener("input", change);
  layer.addEventListener("change", change);
  form.addEventListener("pointerenter", () => load().catch(() => {}), { once: true });

  let timer = 0;
  const stop = () => {
    clearInterval(timer);
    timer = 0;
    play.textContent = texts.play;
  };
  play.hidden = false;
  play.addEventListener("click", async () => {
    if (timer) return stop();
    await load();
    if (slider.value === slider.max) slider.value = slider.min;
    play.textContent = texts.pause;
    timer = setInterval(() => {
      slider.value = String(Number(slider.value) + 1);
      draw();
      remember();
      if (slider.value === slider.max) stop();
    }, 180);
  });
}
