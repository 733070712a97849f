// One chart alone: the same drawing as on the page, fed by the same stream.
import { Bars, endsOf, fan, number, say, texts, unitWords } from "./charts.js";
import { prefix, readerHeaders } from "./reader.js";
import { events } from "./stream.js";

const $ = (id) => document.getElementById(id);
const page = JSON.parse($("page").textContent);
const canvas = $("canvas");
const bars = page.coding ? new Bars(canvas, texts) : null;
let chart = null;
let latest = null;
let drawing = false;

const fanData = (data) => {
  const found = data.fans[page.variable];
  return {
    variable: page.variable,
    title: page.title,
    unit: found.unit,
    unitName: page.unit,
    months: found.months,
    with: found.with,
    without: page.single ? null : found.without,
    record: data.record?.[page.variable] || [],
    branch: data.question.branch,
  };
};

const draw = async () => {
  if (drawing) return;
  drawing = true;
  while (latest) {
    const data = latest;
    latest = null;
    if (bars) {
      bars.update(endsOf(data, page.coding).map(([code, change]) => ({
        code,
        name: page.outcomes[code] || code,
        with: change.with,
        without: page.single ? null : change.without,
      })));
    } else {
      const rows = fanData(data);
      $("unit").textContent = unitWords(rows);
      if (chart) await chart.update(rows);
      else chart = await fan(canvas, rows);
    }
    $("chart").dataset.done = data.done;
  }
  drawing = false;
};

const listen = async () => {
  $("status").textContent = page.texts.asking;
  try {
    const response = await fetch(`${prefix}/api/v1/answer/stream?${page.query}`, { headers: readerHeaders({ accept: "text/event-stream" }) });
    if (!response.ok) throw new Error(response.statusText);
    for await (const event of events(response.body)) {
      if (event.kind !== "partial" && event.kind !== "complete") continue;
      latest = JSON.parse(event.data);
      const { done, wanted, complete } = latest;
      if (complete) $("status").textContent = say(page.texts.done, { wanted: number(wanted) });
      draw();
      if (event.kind === "complete") return;
    }
  } catch (error) {
    $("status").textContent = page.texts.failed;
    console.error(error);
  }
};
listen();
