// Ask: the question lies in the address; the answer is read as it comes, and every chart sharpens in place.
import { Bars, endsOf, fan, fanTable, monthName, number, percent, points, quantity, say, specs, texts as chartTexts, unitWords } from "./charts.js";
import { prefix, readerHeaders } from "./reader.js";
import { events } from "./stream.js";

const $ = (id) => document.getElementById(id);
const page = JSON.parse($("page").textContent);
const words = page.texts;
const locale = specs.locale;
const form = $("ask");
document.documentElement.classList.add("scripted");

// -- the question ---------------------------------------------------------------------------------

const figure = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 });
const shownValue = (condition, value) => {
  if (condition.show === "percent") return percent(Math.round(value * 1e4) / 1e4);
  if (condition.show === "doublings") return value >= 0 ? `× ${figure.format(2 ** value)}` : `÷ ${figure.format(2 ** -value)}`;
  return `× ${figure.format(value)}`;
};

const valueOf = (condition) => {
  const input = $(`c-${condition.id}`);
  if (condition.kind === "switch") return input.checked ? 1 : 0;
  return +input.value;
};
const moved = (condition, value) => Math.abs(value - condition.neutral) > 1e-6;
/** Whether a condition belongs to the turning point that is chosen, so that it is shown and not set. */
const held = (condition) => $(`c-${condition.id}`).disabled;

const settings = () => {
  const found = [...form.querySelectorAll("input[name=keep]")].map((input) => input.value);
  for (const condition of page.conditions) {
    const value = valueOf(condition);
    if (held(condition) || !moved(condition, value)) continue;
    for (const act of condition.acts) {
      const to = act.to ?? String(+(act.plus + act.times * value).toPrecision(6));
      found.push(`${act.path}=${to}`);
    }
  }
  return found.sort();
};

const chosen = () => form.querySelector("input[name=scenario]:checked") || form.querySelector("input[name=scenario]");
const branch = () => {
  const value = $("branch").value;
  if (value === "own") return chosen().dataset.branch || null;
  return value === "free" ? null : value;
};

const query = () => {
  const asked = new URLSearchParams();
  const usual = page.usual;
  const add = (name, value, other) => { if (value && String(value) !== String(other)) asked.append(name, value); };
  add("scenario", chosen().value, usual.scenario);
  add("against", $("against").value, usual.scenario);
  add("theory", $("theory")?.value, usual.theory);
  for (const text of settings()) asked.append("set", text);
  add("branch", branch());
  add("stop", /^19\d\d-\d\d$/.test($("stop").value) ? $("stop").value : usual.stop, usual.stop);
  add("n", $("n").value, usual.n);
  add("seed", $("seed").validity.valid ? $("seed").value : "", usual.seed);
  add("show", shownVariables().join(","), usual.show.join(","));
  return asked.toString();
};

const shownVariables = () => {
  const ticked = [...form.querySelectorAll("input[name=show]:checked")].map((input) => input.value);
  const order = [...page.shown, ...ticked].filter((name, n, all) => ticked.includes(name) && all.indexOf(name) === n);
  return order.length ? order : page.usual.show;
};
page.shown = new URLSearchParams(location.search).get("show")?.split(",") || page.usual.show;

const changed = () => chosen().value !== $("against").value || settings().length > 0;

/** What is asked, in words. */
const asked = () => {
  const parts = [];
  if (chosen().value !== "baseline") parts.push(titleOf(chosen()));
  for (const condition of page.conditions) {
    const value = valueOf(condition);
    if (held(condition) || !moved(condition, value)) continue;
    parts.push(condition.kind === "switch" ? condition.title : `${condition.title} ${shownValue(condition, value)}`);
  }
  parts.push(...[...form.querySelectorAll("input[name=keep]")].map((input) => input.value));
  if (!parts.length) parts.push(titleOf(form.querySelector("input[name=scenario][value=baseline]")));
  const theory = $("theory");
  if (theory && theory.value !== page.usual.theory) parts.push(theory.selectedOptions[0].textContent);
  return parts.join(" · ") + (branch() ? ` · ${say(words.from, { month: monthName(branch()) })}` : "");
};
const titleOf = (input) => {
  const title = input.closest("label").querySelector(".turn-title").cloneNode(true);
  title.querySelector(".year")?.remove();
  return title.textContent.trim();
};

// -- asking ---------------------------------------------------------------------------------------

let current = { query: null, abort: null };
let timer = 0;
let touched = "";
let placed = { control: null, at: 0 };

/** Put a question into the address: a new step for Back, but for one control that is moved on and on. */
const placeInAddress = (text) => {
  const address = text ? `?${text}` : location.pathname;
  const goesOn = touched && touched === placed.control && Date.now() - placed.at < 1500;
  if (current.query === null || goesOn) history.replaceState(null, "", address);
  else history.pushState(null, "", address);
  placed = { control: touched, at: Date.now() };
};

// Back and forward: the server writes the controls of the address anew.
addEventListener("popstate", () => {
  if (location.search.replace(/^\?/, "") !== (current.query || "")) location.replace(location.href);
});

const ask = (wait = 80) => {
  clearTimeout(timer);
  refreshControls();
  timer = setTimeout(start, wait);
};

const start = () => {
  const text = query();
  if (text === current.query) return;
  current.abort?.abort();
  const abort = new AbortController();
  placeInAddress(text);
  current = { query: text, abort, asked: asked() };
  refreshLinks(text);
  previous();
  $("asked").textContent = current.asked;
  $("fault").hidden = true;
  $("answer").setAttribute("aria-busy", "true");
  $("status").textContent = words.asking;
  $("progress").removeAttribute("value");
  listen(text, abort.signal, 0);
};

/** An answer that stands until the new one arrives is called what it is. */
const previous = () => {
  const old = answer && answer.question.query !== current.query;
  $("previous").hidden = !old;
  $("result").classList.toggle("previous", Boolean(old));
  if (!old) return;
  $("previous").textContent = say(words.previous, { asked: shownAsked });
  $("brief-text").textContent = words.asking;
};

const listen = async (text, signal, tried) => {
  try {
    const response = await fetch(`${prefix}/api/v1/answer/stream?${text}`, { signal, headers: readerHeaders({ accept: "text/event-stream" }) });
    if (!response.ok) {
      const refusal = await response.json().catch(() => ({}));
      const after = +response.headers.get("retry-after");
      fault(refusal.error || { what: words.failed });
      if ((response.status === 429 || response.status === 503) && after && tried < 5) {
        setTimeout(() => !signal.aborted && listen(text, signal, tried + 1), 1000 * Math.min(after, 60));
      }
      return;
    }
    let finished = false;
    for await (const event of events(response.body)) {
      if (signal.aborted) return;
      tried = 0;
      if (event.kind === "partial" || event.kind === "complete") arrived(JSON.parse(event.data));
      else if (event.kind === "waiting") waiting(JSON.parse(event.data));
      else if (event.kind === "error") {
        fault(JSON.parse(event.data).error);
        return;
      }
      finished ||= event.kind === "complete";
      if (finished) return;
    }
    if (!finished) throw new Error("the stream ended early");
  } catch (error) {
    if (signal.aborted) return;
    if (tried >= 4) {
      fault({ what: words.failed });
      return;
    }
    $("status").textContent = words.lost;
    setTimeout(() => !signal.aborted && listen(text, signal, tried + 1), 500 * 2 ** tried);
  }
};

const fault = (error) => {
  const box = $("fault");
  box.replaceChildren([error.what, error.right].filter(Boolean).join(" "), " ");
  const again = document.createElement("button");
  again.type = "button";
  again.textContent = words.again;
  again.addEventListener("click", () => { current.query = null; ask(0); });
  box.append(again);
  box.hidden = false;
  $("status").textContent = "";
  $("progress").value = 0;
  $("answer").setAttribute("aria-busy", "false");
};

const waiting = (state) => {
  const follows = state.waits_for === "branch";
  const done = state.wanted ? ` ${percent(state.done / state.wanted)}` : "";
  $("status").textContent = follows ? say(words.following, { month: monthName(state.branch) }) + done : words.queued;
  if (state.wanted) {
    $("progress").max = state.wanted;
    $("progress").value = state.done;
  } else $("progress").removeAttribute("value");
};

// -- the answer -----------------------------------------------------------------------------------

let answer = null;
let shownAsked = "";
let frame = 0;
let told = null;

// The course without the change does not depend on the change: what is known of it whole does not wobble.
const whole = new Map();
const courseOf = ({ question: q }) => [q.against, q.theory, q.branch, q.stop, q.histories, q.seed].join(" ");
const same = (q) => q.scenario === q.against && !q.set.length;

const steadied = (data) => {
  const key = courseOf(data);
  if (data.complete) {
    whole.set(key, data);
    return data;
  }
  const known = whole.get(key);
  if (!known) return data;
  const kept = (now, then) => ({ ...now, without: then.without });
  return {
    ...data,
    outcomes_against: known.outcomes_against,
    reached: kept(data.reached, known.reached),
    closed: Object.fromEntries(Object.entries(data.closed).map(([coding, now]) => [coding, kept(now, known.closed[coding])])),
    codings: Object.fromEntries(Object.entries(data.codings).map(([coding, classes]) => [
      coding,
      Object.fromEntries(Object.entries(classes).map(([code, now]) => [code, kept(now, known.codings[coding][code] || now)])),
    ])),
  };
};

const arrived = (data) => {
  answer = same(data.question) ? data : steadied(data);
  if (data.complete) whole.set(courseOf(data), data);
  shownAsked = current.asked;
  previous();
  $("progress").max = data.wanted;
  $("progress").value = data.done;
  $("status").textContent = data.complete
    ? say(words.done, { wanted: number(data.wanted) })
    : say(words.progress, { done: number(data.done), wanted: number(data.wanted) });
  if (data.complete) $("answer").setAttribute("aria-busy", "false");
  if (!frame) frame = requestAnimationFrame(() => { frame = 0; draw(); });
};

const bars = new Map([...$("bars").children].map((element) => {
  element.replaceChildren();
  return [element.dataset.coding, new Bars(element, chartTexts, (code) => `${prefix}/${page.lang}/glossary#${code}`)];
}));

const draw = () => {
  const data = answer;
  const two = changed();
  document.body.classList.toggle("one-arm", !two);
  $("result").classList.remove("empty");
  const reached = data.reached;
  $("big-without").textContent = percent(reached.without.p);
  $("big-with").textContent = percent(reached.with.p);
  for (const coding of ["regime", "class"]) {
    const lost = data.closed[coding];
    $(`big-${coding}`).textContent = !lost ? "–" : two ? `${percent(lost.without.p)} → ${percent(lost.with.p)}` : percent(lost.without.p);
  }
  for (const element of document.querySelectorAll(".big .two")) element.hidden = !two;
  $("twins").hidden = !two;
  $("moves").textContent = head(data, two);
  definitions(data, two);
  sentences(data, two);
  against(data, two);
  for (const [coding, drawn] of bars) drawn.update(outcomeRows(data, two, coding));
  for (const coding of bars.keys()) outcomesTable(data, two, coding);
  if (two) twins(data);
  milestones(data, two);
  curves(data, two);
  brief(data, two);
  announce(data, two);
};

const share = (p) => ({ p: percent(p.p), low: percent(p.low), high: percent(p.high) });

const sentences = (data, two) => {
  const { reached } = data;
  const found = [];
  if (two) {
    const d = reached.difference;
    found.push(say(words.twins, { with: percent(reached.with.p), without: percent(reached.without.p) }));
    found.push(say(words.difference, { d: points(d.d), low: points(d.low), high: points(d.high) }));
    if (d.low <= 0 && d.high >= 0) found.push(words.undecided);
  } else found.push(say(words.single, share(reached.without)));
  paragraphs($("sentences"), [found.join(" ")]);
};

const paragraphs = (element, lines) => {
  lines.forEach((line, n) => {
    const p = element.children[n] || element.appendChild(document.createElement("p"));
    if (p.textContent !== line) p.textContent = line;
  });
  while (element.children.length > lines.length) element.lastElementChild.remove();
};

/** What moves most, in a sentence; where nothing is changed, how the histories end most often. */
const head = (data, two) => {
  if (!two) {
    const ends = endsOf(data, "book").sort((a, b) => b[1].without.p - a[1].without.p);
    return ends.length ? say(words.ends_most, { outcome: page.outcomes[ends[0][0]], ...share(ends[0][1].without) }) : "";
  }
  const most = data.moves_most;
  if (!most?.beyond_chance) return most ? words.moves_nothing : words.moves_none;
  const { d, low, high } = most.difference;
  return say(words[`moves_${most.when}`], {
    outcome: page.outcomes[most.name],
    coding: page.codings[most.coding || "book"],
    with: percent(most.with.p),
    without: percent(most.without.p),
    d: points(d),
    low: points(low),
    high: points(high),
  });
};

const definitions = (data, two) => {
  const sets = new Map();
  for (const { codings, reads } of two ? data.defined_by : []) {
    const key = codings.join();
    sets.set(key, { codings, reads: new Set([...(sets.get(key)?.reads || []), ...reads]) });
  }
  const lines = [...sets.values()].map(({ codings, reads }) =>
    say(words.by_definition, { codings: codings.map((c) => page.codings[c]).join(", "), reads: [...reads].join(", ") }));
  paragraphs($("definitions"), lines);
  for (const p of $("definitions").children) p.className = "definition";
};

/** What "without the change" means here, and why its share is not that of another turning point. */
const against = ({ question }, two) => {
  const lines = [question.branch ? say(words.without_branch, { month: monthName(question.branch) }) : words.without_free];
  if (question.against !== "baseline") lines.push(say(words.without_other, { against: page.scenarios[question.against]?.title || question.against }));
  $("against-what").textContent = two ? lines.join(" ") : "";
};

const outcomeRows = (data, two, coding) =>
  endsOf(data, coding).map(([code, change]) => ({
    code,
    name: page.outcomes[code] || code,
    with: change.with,
    without: two ? change.without : null,
    difference: change.difference,
  }));

for (const radio of document.querySelectorAll("input[name=coding]")) {
  radio.addEventListener("change", () => {
    for (const link of $("keep-outcomes").querySelectorAll("[data-file]")) link.dataset.variable = page.charts[radio.value];
    for (const link of $("keep-outcomes").querySelectorAll("[data-embed]")) link.dataset.embed = page.charts[radio.value];
    refreshLinks(current.query || "");
  });
}

const table = (body, rows) => {
  rows.forEach((row, n) => {
    const line = body.rows[n] || body.insertRow();
    row.forEach((text, place) => {
      let cell = line.cells[place];
      if (!cell) {
        cell = document.createElement(place ? "td" : "th");
        if (!place) cell.scope = "row";
        line.append(cell);
      }
      if (cell.textContent !== text) cell.textContent = text;
    });
    while (line.cells.length > row.length) line.deleteCell(-1);
  });
  while (body.rows.length > rows.length) body.deleteRow(-1);
};

const interval = (p) => say(chartTexts.value, { value: percent(p.p), low: percent(p.low), high: percent(p.high) });

const outcomesTable = (data, two, coding) => {
  const body = $("outcomes-table").querySelector(`tbody[data-coding="${coding}"]`);
  table(body, outcomeRows(data, two, coding).map((row) => {
    const d = row.difference;
    return two
      ? [row.name, interval(row.without), interval(row.with), d ? say(chartTexts.value, { value: points(d.d), low: points(d.low), high: points(d.high) }) : "–"]
      : [row.name, interval(row.with)];
  }));
};

const twins = (data) => {
  const { parting, necessity, sufficiency } = data;
  $("parting").textContent = parting.median === null
    ? words.parting_never
    : say(words.parting, { share: percent(1 - parting.never.p), median: monthName(parting.median), last: monthName(parting.q95) });
  partingLine(parting);
  for (const [which, found] of [["necessity", necessity], ["sufficiency", sufficiency]]) {
    const few = found.base < page.least;
    $(which).textContent = say(words[few ? `${which}_few` : which], { base: number(found.base), ...share(found) });
  }
};

const place = (month) => (+month.slice(0, 4) - 1917) * 12 + +month.slice(5, 7) - 1;

const partingLine = (parting) => {
  const svg = $("parting-line");
  const none = parting.median === null;
  svg.toggleAttribute("hidden", none);
  $("years").hidden = none;
  if (none) return;
  if (!svg.firstChild) {
    for (const kind of ["axis", "most", "middle"]) {
      const line = document.createElementNS("http://www.w3.org/2000/svg", "line");
      line.setAttribute("class", kind);
      line.setAttribute("vector-effect", "non-scaling-stroke");
      svg.append(line);
    }
  }
  const [axis, most, middle] = svg.children;
  const set = (line, x1, y1, x2, y2) => Object.entries({ x1, y1, x2, y2 }).forEach(([key, value]) => line.setAttribute(key, value));
  set(axis, 0, 12, 288, 12);
  set(most, place(parting.q05), 12, Math.max(place(parting.q95), place(parting.q05) + 1), 12);
  set(middle, place(parting.median), 3, place(parting.median), 21);
};

const milestones = (data, two) => {
  if (!$("milestones").open) return;
  const shift = (m) => (m.shift === null || m.shift === undefined ? "–" : signed(m.shift));
  table($("milestones-table").tBodies[0], data.milestones.map((m) => [
    page.milestones[m.id] || m.name,
    monthName(m.recorded),
    ...(two ? [percent(m.against.p)] : []),
    percent(m.share),
    m.median ? monthName(m.median) : words.never,
    ...(two ? [shift(m)] : []),
  ]));
};
const signed = (value) => (Math.round(value) === 0 ? "0" : `${value > 0 ? "+" : "\u2212"}${Math.abs(Math.round(value))}`);
$("milestones").addEventListener("toggle", () => answer && milestones(answer, changed()));

const brief = (data, two) => {
  $("brief").hidden = false;
  $("brief-text").textContent = two
    ? `${words.thermidor} ${percent(data.reached.without.p)} → ${percent(data.reached.with.p)}`
    : `${words.thermidor} ${percent(data.reached.with.p)}`;
};

// Said once when the answer begins and once when it is whole, so that a screen reader is not flooded.
const announce = (data, two) => {
  const key = `${data.key} ${data.complete}`;
  if (told === key || (!data.complete && told?.startsWith(data.key))) return;
  told = key;
  const result = head(data, two) || (two
    ? say(words.twins, { with: percent(data.reached.with.p), without: percent(data.reached.without.p) })
    : say(words.single, share(data.reached.without)));
  $("says").textContent = `${$("status").textContent}. ${result}`;
};

// -- curves ---------------------------------------------------------------------------------------

const figures = new Map();
const seen = new IntersectionObserver(
  (entries) => {
    for (const entry of entries) {
      const made = [...figures.values()].find((f) => f.element === entry.target);
      if (!made) continue;
      made.near = entry.isIntersecting;
      if (made.near) drawFan(made);
    }
  },
  { rootMargin: "300px" },
);
$("fans").replaceChildren();

const fanData = (data, variable, two) => {
  const found = data.fans[variable];
  const known = page.variables[variable] || { title: variable, unit: found.unit };
  return {
    variable,
    title: known.title,
    unit: found.unit,
    unitName: known.unit,
    months: found.months,
    with: found.with,
    without: two ? found.without : null,
    record: data.record?.[variable] || [],
    branch: data.question.branch,
  };
};

const curves = (data, two) => {
  const wanted = Object.keys(data.fans);
  for (const [variable, made] of figures) {
    if (wanted.includes(variable)) continue;
    seen.unobserve(made.element);
    made.chart?.end();
    made.element.remove();
    figures.delete(variable);
  }
  let before = null;
  for (const variable of wanted) {
    const made = figures.get(variable) || newFigure(variable);
    if (made.element.parentNode !== $("fans") || made.element.previousElementSibling !== before) {
      if (before) before.after(made.element);
      else $("fans").prepend(made.element);
    }
    before = made.element;
    made.data = fanData(data, variable, two);
    made.stale = true;
    if (made.near) drawFan(made);
  }
};

const newFigure = (variable) => {
  const element = document.createElement("figure");
  const id = `v-${variable.replaceAll(".", "-")}`;
  element.className = "chart";
  element.id = id;
  element.setAttribute("aria-labelledby", `${id}-h`);
  const title = page.variables[variable]?.title || variable;
  element.append($("fan-figure").content.cloneNode(true));
  element.querySelector("h4").id = `${id}-h`;
  element.querySelector("h4").textContent = title;
  element.querySelector("details .scroll").setAttribute("aria-label", title);
  element.querySelector(".canvas").setAttribute("aria-label", title);
  const made = { variable, element, chart: null, drawing: null, stale: true, near: false, data: null };
  const remove = element.querySelector(".take-away");
  remove.setAttribute("aria-label", `${words.take_away}: ${title}`);
  remove.addEventListener("click", () => {
    const tick = form.querySelector(`input[name=show][value="${variable}"]`);
    if (tick && form.querySelectorAll("input[name=show]:checked").length > 1) tick.checked = false;
    $("curves").querySelector("summary").focus();
    ask();
  });
  element.querySelector("details").addEventListener("toggle", () => fillTable(made));
  figures.set(variable, made);
  fileLinks(element, variable, current.query);
  seen.observe(element);
  return made;
};

const drawFan = async (made) => {
  if (made.drawing || !made.stale) return;
  made.drawing = true;
  const { element } = made;
  const canvas = element.querySelector(".canvas");
  try {
    while (made.stale && figures.get(made.variable) === made) {
      made.stale = false;
      const data = made.data;
      const unit = unitWords(data);
      element.querySelector(".unit").textContent = unit;
      data.label = say(words.chart_of, { title: data.title, unit });
      if (made.chart) await made.chart.update(data);
      else {
        await ready;
        made.chart = await fan(canvas, data);
      }
      fillTable(made);
      element.dataset.state = "drawn";
      element.dataset.done = answer.done;
    }
  } catch (error) {
    element.dataset.state = "failed";
    canvas.textContent = chartTexts.failed;
    console.error(made.variable, error);
  } finally {
    made.drawing = false;
  }
};

// The library of charts is a deferred script before this one, so it is there; unless it is slow.
const ready = new Promise((resolve) => {
  const look = () => (window.vegaEmbed ? resolve() : setTimeout(look, 20));
  look();
});

const fillTable = (made) => {
  const details = made.element.querySelector("details");
  if (!details.open || !made.data) return;
  const two = Boolean(made.data.without);
  const heads = [words.month, ...(two ? [words.without, words.most_range] : []), two ? words.with : words.median, words.most_range];
  details.querySelector("caption").textContent = `${say(words.table_of, { title: made.data.title })}, ${made.data.unitName}`;
  const head = details.querySelector("thead tr");
  head.replaceChildren(...heads.map((text) => {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = say(text);
    return cell;
  }));
  table(details.querySelector("tbody"), fanTable(made.data));
};

// -- links, files, controls -----------------------------------------------------------------------

const fileLinks = (root, variable, text) => {
  const lang = page.lang === "en" ? "" : `lang=${page.lang}`;
  for (const link of root.querySelectorAll("[data-file]")) {
    const of = link.dataset.variable || variable;
    const parts = [text, of && `variable=${of}`, link.dataset.decimal && `decimal=${link.dataset.decimal}`, ["svg", "png"].includes(link.dataset.file) && lang].filter(Boolean);
    link.href = `${prefix}/api/v1/answer.${link.dataset.file}${parts.length ? `?${parts.join("&")}` : ""}`;
  }
  for (const link of root.querySelectorAll("[data-embed]")) {
    const of = link.dataset.embed || variable;
    link.href = `${prefix}/${page.lang}/embed?${[text, `variable=${of}`].filter(Boolean).join("&")}`;
  }
};

const refreshLinks = (text) => {
  fileLinks(document, null, text);
  for (const { element, variable } of figures.values()) fileLinks(element, variable, text);
  for (const link of document.querySelectorAll("[data-history]")) link.href = `${prefix}/${page.lang}/history${text ? `?${text}` : ""}`;
};

const refreshControls = () => {
  let any = false;
  for (const condition of page.conditions) {
    const value = valueOf(condition);
    const other = moved(condition, value);
    any ||= other && !held(condition);
    const box = form.querySelector(`[data-condition="${condition.id}"]`);
    box.classList.toggle("moved", other);
    if (condition.kind === "slider") {
      const text = shownValue(condition, value);
      $(`o-${condition.id}`).textContent = text;
      $(`c-${condition.id}`).setAttribute("aria-valuetext", text);
    }
  }
  $("reset").hidden = !any;
  const ticked = form.querySelectorAll("input[name=show]:checked").length;
  for (const tick of form.querySelectorAll("input[name=show]")) tick.disabled = !tick.checked && ticked >= page.most;
};

/** Conditions that are part of the turning point stand as it sets them, and go back when another is chosen. */
const showHeld = () => {
  const holds = JSON.parse(chosen().dataset.holds || "{}");
  for (const condition of page.conditions) {
    const input = $(`c-${condition.id}`);
    const show = (value) => { if (condition.kind === "switch") input.checked = value > 0; else input.value = value; };
    if (condition.id in holds) {
      if (!input.disabled) input.dataset.own = valueOf(condition);
      show(holds[condition.id]);
    } else if (input.disabled) {
      show(+(input.dataset.own ?? condition.neutral));
      delete input.dataset.own;
    }
    input.disabled = condition.id in holds;
    form.querySelector(`[data-condition="${condition.id}"] .held-by`).hidden = !input.disabled;
  }
};

const showScenario = () => {
  const input = chosen();
  showHeld();
  const own = $("branch-own");
  const month = input.dataset.branch;
  own.disabled = !month;
  own.hidden = !month;
  own.textContent = month ? say(words.own_branch, { month: monthName(month) }) : "";
  $("branch").value = month ? "own" : "free";
  describe(input);
};

const describe = (input) => {
  const box = $("chosen");
  box.replaceChildren();
  const known = page.scenarios[input.value];
  if (!known) return;
  const p = document.createElement("p");
  const strong = document.createElement("strong");
  strong.textContent = `${known.title}. `;
  const em = document.createElement("em");
  em.textContent = known.question ? ` ${known.question} ` : " ";
  p.append(strong, known.summary, em);
  if (known.link) {
    const link = document.createElement("a");
    link.href = known.link;
    link.textContent = known.pages || words.in_record;
    p.append(link);
  }
  box.append(p);
};

form.addEventListener("submit", (event) => { event.preventDefault(); ask(0); });
form.addEventListener("input", (event) => {
  const { name, type } = event.target;
  touched = type === "range" || type === "number" ? name : "";
  if (name === "scenario") showScenario();
  if (event.target.id === "filter" || type === "file") return;
  ask(type === "range" || type === "number" ? 80 : 0);
});

$("reset").addEventListener("click", () => {
  for (const condition of page.conditions) {
    const input = $(`c-${condition.id}`);
    if (held(condition)) continue;
    if (condition.kind === "switch") input.checked = false;
    else input.value = condition.neutral;
  }
  touched = "";
  ask(0);
  $("controls").querySelector("input").focus();
});

$("filter").addEventListener("input", (event) => {
  const plain = (text) => text.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");
  const sought = plain(event.target.value.trim());
  for (const label of $("list").querySelectorAll("label")) label.hidden = !plain(label.textContent).includes(sought);
});
$("filter").addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });

$("copy").addEventListener("click", async () => {
  let done = false;
  try {
    await navigator.clipboard.writeText(location.href);
    done = true;
  } catch {
    const box = document.createElement("textarea");
    box.value = location.href;
    document.body.append(box);
    box.select();
    done = document.execCommand("copy");
    box.remove();
    $("copy").focus();
  }
  $("copied").textContent = done ? words.copied : words.not_copied;
});

$("file").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  if (!file) return;
  const says = $("file-says");
  says.hidden = false;
  says.textContent = words.asking;
  try {
    const response = await fetch(`${prefix}/api/v1/scenarios/check`, { method: "POST", body: file, headers: readerHeaders({ "content-type": "application/yaml" }) });
    const found = await response.json();
    if (!response.ok) {
      says.textContent = [found.error?.what, found.error?.where, found.error?.right].filter(Boolean).join(" · ") || words.failed;
      return;
    }
    location.search = `?${found.query}${found.branch ? `&branch=${found.branch}` : ""}`;
  } catch {
    says.textContent = words.failed;
  }
});

// A browser that goes back and forth keeps the controls as they were; the answer follows them.
addEventListener("pageshow", (event) => { if (event.persisted) { current.query = null; ask(0); } });
addEventListener("beforeprint", () => { for (const made of figures.values()) drawFan(made); });

if (matchMedia("(max-width: 63.99rem)").matches) {
  for (const group of document.querySelectorAll("details.group")) group.open = Boolean(group.querySelector(".moved"));
}
ask(0);
