// Charts of the record: the figures of a series, and beside them what the free histories of the baseline give.
import { fan, monthName, number, percent, quantity, say, specs, unitWords } from "./charts.js";
import { prefix, readerHeaders } from "./reader.js";

const texts = JSON.parse(document.getElementById("record-texts").textContent);
const embedding = { mode: "vega-lite", renderer: "svg", actions: false, ast: true, defaultStyle: false, tooltip: { disableDefaultStyle: true }, formatLocale: specs.format };
const LEVELS = ["q05", "q25", "median", "q75", "q95"];

async function answerTo(query) {
  const response = await fetch(`${prefix}/api/v1/answer${query}`, { headers: readerHeaders({ Accept: "application/json" }) });
  if (!response.ok) throw new Error(String(response.status));
  return response.json();
}

async function drawRecorded(figure) {
  const spec = JSON.parse(figure.querySelector("script.spec").textContent);
  await window.vegaEmbed(figure.querySelector(".canvas"), spec, embedding);
  figure.dataset.state = "drawn";
}

function tabulate(figure, data) {
  const rows = data.months.flatMap((code, n) => {
    if (!code.endsWith("-07")) return [];
    const row = document.createElement("tr");
    const head = document.createElement("th");
    head.scope = "row";
    head.textContent = code.slice(0, 4);
    const cells = LEVELS.map((level) => {
      const cell = document.createElement("td");
      cell.textContent = quantity(data.with[level][n], data.unit);
      return cell;
    });
    row.append(head, ...cells);
    return [row];
  });
  figure.querySelector("tbody").replaceChildren(...rows);
  figure.querySelector("details.figures").hidden = false;
}

async function drawFans(section) {
  const progress = section.querySelector(".progress");
  progress.textContent = texts.waiting;
  section.setAttribute("aria-busy", "true");
  let answer;
  try {
    answer = await answerTo(`?show=${section.dataset.show}`);
  } catch {
    progress.textContent = texts.failed;
    section.removeAttribute("aria-busy");
    return;
  }
  progress.textContent = say(texts.done, { n: number(answer.done) });
  for (const figure of section.querySelectorAll("figure[data-variable]")) {
    const variable = figure.dataset.variable;
    const found = answer.fans[variable];
    if (!found) continue;
    const data = { ...found, without: undefined, variable, title: figure.dataset.title, record: answer.record[variable] ?? [] };
    tabulate(figure, data);
    figure.querySelector(".unit").textContent = unitWords({ ...data, unitName: figure.dataset.unit });
    const last = data.months.length - 1;
    const shown = (level, n) => quantity(data.with[level][n], data.unit);
    const canvas = figure.querySelector(".canvas");
    await fan(canvas, data);
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", `${data.title}. ${say(texts.summary, { first: shown("median", 0), last: shown("median", last), low: shown("q05", last), high: shown("q95", last) })}`);
    figure.dataset.state = "drawn";
  }
  section.removeAttribute("aria-busy");
}

async function tellMilestones(sections) {
  const answer = await answerTo("").catch(() => null);
  for (const section of sections) {
    const found = answer?.milestones.find((m) => m.id === section.dataset.milestone);
    if (!found) continue;
    section.querySelector(".simulated-date").textContent = found.median
      ? say(texts.reached, {
          share: percent(found.share), low: percent(found.low), high: percent(found.high),
          median: monthName(found.median), q05: monthName(found.q05), q95: monthName(found.q95),
        })
      : texts.never;
    section.dataset.state = "told";
  }
}

function whenNear(element, work) {
  const watcher = new IntersectionObserver(
    (seen) => {
      if (!seen.some((one) => one.isIntersecting)) return;
      watcher.disconnect();
      work();
    },
    { rootMargin: "600px" },
  );
  watcher.observe(element);
}

for (const figure of document.querySelectorAll("figure.recorded")) drawRecorded(figure);
for (const section of document.querySelectorAll("section.simulated")) whenNear(section, () => drawFans(section));
const milestones = document.querySelectorAll("section.milestone");
if (milestones.length) tellMilestones([...milestones]);
