// Charts that sharpen as histories arrive: the fan of a variable (Vega) and the bars of the outcomes
// (plain SVG, the same that the server writes for readers without JavaScript).

const json = (id) => {
  const block = document.getElementById(id);
  return block ? JSON.parse(block.textContent) : {};
};

export const specs = json("chart-specs");
export const texts = json("chart-texts");
const locale = specs.locale || document.documentElement.lang || "en";

// -- words and numbers ----------------------------------------------------------------------------

/** Fill "%(name)s" in a text. */
export const say = (text, values = {}) =>
  text.replace(/%\((\w+)\)s/g, (whole, name) => (name in values ? values[name] : whole)).replaceAll("%%", "%");

const figures = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const months = new Intl.DateTimeFormat(locale, { month: "long", year: "numeric", timeZone: "UTC" });
const sign = locale.startsWith("fr") ? "\u202f%" : "%";

export const number = (value) => whole.format(value);
const minus = (text) => text.replace("-", "\u2212");

/** A share in per cent that never rounds a possible case to nothing or to certainty. */
export const percent = (share) => {
  if (share === null || share === undefined || !Number.isFinite(share)) return "–";
  const small = share > 0 && share < 0.001;
  const large = share < 1 && share > 0.999;
  if (small) return `< ${tenths.format(0.1)}${sign}`;
  if (large) return `> ${tenths.format(99.9)}${sign}`;
  const plain = share === 0 || share === 1 || (share >= 0.1 && share <= 0.9);
  return minus((plain ? whole : tenths).format(100 * share)) + sign;
};

/** A difference of shares in points, always with its sign. */
export const points = (difference) => {
  if (difference === null || difference === undefined) return "–";
  const shown = whole.format(Math.abs(100 * difference));
  return shown === "0" ? "0" : `${difference > 0 ? "+" : "\u2212"}${shown}`;
};

/** "1923-04" in words. */
export const monthName = (month) =>
  month ? months.format(new Date(Date.UTC(+month.slice(0, 4), +month.slice(5, 7) - 1, 1))) : "–";

const stamp = (month) => Date.UTC(+month.slice(0, 4), +month.slice(5, 7) - 1, 1);
const isShare = (unit) => unit.trim().toLowerCase().startsWith("share");

const scaleOf = (top) => {
  for (const [least, divisor, word] of [[1e9, 1e9, "billion"], [1e6, 1e6, "million"], [1e4, 1e3, "thousand"]]) {
    if (top >= least) return [divisor, word];
  }
  return [1, ""];
};

/** A quantity in its unit's manner. */
export const quantity = (value, unit) => {
  if (value === null || value === undefined || !Number.isFinite(value)) return "–";
  if (isShare(unit)) return minus(figures.format(100 * value)) + sign;
  const [divisor, word] = scaleOf(Math.abs(value));
  if (divisor === 1 || divisor === 1e3) return minus(figures.format(value));
  return `${minus(figures.format(value / divisor))} ${texts[word] || ""}`;
};

// -- fans -------------------------------------------------------------------------------------------

const LEVELS = ["q05", "q25", "median", "q75", "q95"];

const rowsOf = (data) => {
  const arms = data.without ? ["with", "without"] : ["with"];
  return data.months.map((month, n) => {
    const row = { month: stamp(month) };
    for (const arm of arms) for (const level of LEVELS) row[`${arm}_${level}`] = data[arm][level][n];
    return row;
  });
};

const pointsOf = (data, words) => {
  const [first, last] = [data.months[0], data.months[data.months.length - 1]];
  return (data.record || [])
    .filter((p) => p.first >= first && p.last <= last)
    .map((p) => ({ ...p, month: stamp(p.month), first: stamp(p.first), last: stamp(p.last), tooltip: said(p, data.unit, words) }));
};

const said = (p, unit, words) => {
  const when = p.first === p.last ? monthName(p.first) : `${monthName(p.first)} – ${monthName(p.last)}`;
  const range = p.low < p.high
    ? say(words.value, { value: quantity(p.value, unit), low: quantity(p.low, unit), high: quantity(p.high, unit) })
    : quantity(p.value, unit);
  const page = p.page ? `, ${say(words.page, { page: p.page })}` : "";
  const where = p.basis === "book" ? words.book : p.source || words.independent;
  return `${words.recorded}: ${range} · ${when} · ${where}${page}`;
};

const highest = (rows, recorded) => {
  let top = 0;
  for (const row of rows) top = Math.max(top, Math.abs(row.with_q95 ?? 0), Math.abs(row.without_q95 ?? 0));
  for (const p of recorded) top = Math.max(top, Math.abs(p.high));
  return top || 1;
};

/** What a fan's figures are in, in words: "thousand persons". */
export const unitWords = (data, words = texts) => {
  if (isShare(data.unit)) return data.unitName || data.unit;
  const [, word] = scaleOf(highest(rowsOf(data), data.record || []));
  const unit = data.unitName || data.unit;
  return word ? say(words.scaled, { scale: words[word], unit }) : unit;
};

/**
 * Draw a fan into an element.
 * data: {variable, title, unit, unitName?, label?, months, with, without?, record?, branch?}.
 * Returns {update(data), view, image(kind)}: an update changes the rows of the same drawing.
 */
export async function fan(element, data, words = texts) {
  if (!window.vegaEmbed) throw new Error("vega.js has not arrived");
  const fill = (d) => {
    const rows = rowsOf(d);
    const recorded = pointsOf(d, words);
    const share = isShare(d.unit);
    const [divisor] = share ? [1] : scaleOf(highest(rows, recorded));
    return { rows, recorded, share, divisor, branch: d.branch ? [{ month: stamp(d.branch) }] : [] };
  };
  // Layers without data would only widen axes: another set of layers is another drawing.
  const shape = (filled) => [Boolean(data.without), filled.recorded.length > 0, filled.branch.length > 0].join();
  let now = fill(data);
  let view = await embed(element, data, now);
  let drawn = shape(now);
  const reading = readingOf(element, () => view, () => data, words);
  return {
    get view() { return view; },
    async update(next) {
      const last = now;
      data = next;
      now = fill(next);
      if (shape(now) !== drawn) {
        drawn = shape(now);
        const old = view;
        view = await embed(element, data, now);
        old.finalize();
        return;
      }
      view.signal("divisor", now.divisor).signal("share", now.share).data("histories", now.rows);
      for (const name of ["recorded", "branch"]) {
        if (now[name].length && JSON.stringify(last[name]) !== JSON.stringify(now[name])) view.data(name, now[name]);
      }
      await view.runAsync();
    },
    image: (kind) => view.toImageURL(kind, kind === "png" ? 2 : 1),
    end() {
      reading.remove();
      view.finalize();
    },
  };
}

const embed = async (element, data, now) => {
  const spec = structuredClone(specs.fan);
  const { rows: histories, recorded, branch } = now;
  spec.datasets = { histories, recorded, branch };
  spec.layer = spec.layer.filter((layer) => spec.datasets[layer.data.name].length > 0
    && (data.without || !layer.encoding.y?.field.startsWith("without_")));
  for (const name of Object.keys(spec.datasets)) if (!spec.datasets[name].length) delete spec.datasets[name];
  spec.params = [{ name: "divisor", value: now.divisor }, { name: "share", value: now.share }];
  const { view } = await window.vegaEmbed(element, spec, {
    mode: "vega-lite",
    renderer: "svg",
    actions: false,
    ast: true,
    defaultStyle: false,
    tooltip: { disableDefaultStyle: true },
    formatLocale: specs.format,
  });
  // The picture has one name; its marks are in the table.
  element.setAttribute("role", "img");
  element.setAttribute("aria-label", data.label || data.title || data.variable);
  element.removeAttribute("aria-roledescription");
  return view;
};

// Under a chart stands the month at which the pointer is, so that no layer of marks is needed for it.
const readingOf = (element, viewOf, current, words) => {
  const line = document.createElement("p");
  line.className = "reading";
  line.setAttribute("aria-hidden", "true");
  element.after(line);
  const show = (event) => {
    const data = current();
    const svg = element.querySelector("svg");
    if (!svg) return;
    const box = svg.getBoundingClientRect();
    const view = viewOf();
    const at = ((event.clientX - box.left) * (svg.viewBox.baseVal.width || box.width)) / box.width;
    const date = view.scale("x").invert(at - view.origin()[0]);
    const first = stamp(data.months[0]);
    const place = Math.round((new Date(date).getTime() - first) / 2629746000);
    const n = Math.min(Math.max(place, 0), data.months.length - 1);
    const value = (arm) => say(words.value, {
      value: quantity(arm.median[n], data.unit), low: quantity(arm.q05[n], data.unit), high: quantity(arm.q95[n], data.unit),
    });
    line.textContent = data.without
      ? say(words.reading, { month: monthName(data.months[n]), with: value(data.with), without: value(data.without) })
      : say(words.reading_single, { month: monthName(data.months[n]), with: value(data.with) });
  };
  element.addEventListener("pointermove", show);
  element.addEventListener("pointerleave", () => { line.textContent = ""; });
  return line;
};

/** The rows of a fan's table: each December, and the last month. */
export const fanTable = (data, words = texts) => {
  const value = (arm, n) => [quantity(arm.median[n], data.unit), say(words.range, { low: quantity(arm.q05[n], data.unit), high: quantity(arm.q95[n], data.unit) })];
  return data.months
    .map((month, n) => [month, n])
    .filter(([month, n]) => month.endsWith("-12") || n === data.months.length - 1)
    .map(([month, n]) => [monthName(month), ...(data.without ? value(data.without, n) : []), ...value(data.with, n)]);
};

/** How the histories of an answer end by a coding: [class, {with, without, difference}] of each that occurs. */
export const endsOf = (data, coding) => {
  // A model that cannot be coded is told by its own ladder, in the place of the book's coding.
  const ladder = () => Object.fromEntries(Object.keys(data.outcomes).map((code) => [code, {
    with: data.outcomes[code], without: data.outcomes_against[code], difference: data.difference[code],
  }]));
  const found = data.codings[coding] || (coding === "book" ? ladder() : {});
  return Object.entries(found).filter(([, change]) => change.with.p || change.without.p);
};

// -- bars -------------------------------------------------------------------------------------------

const SVG = "http://www.w3.org/2000/svg";

const node = (name, attributes) => {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};

/** Bars of shares with their intervals; rows: [{code, name, with: {p, low, high}, without?}]. */
export class Bars {
  constructor(element, words, linkOf = null) {
    this.element = element;
    this.words = words;
    this.linkOf = linkOf;
    this.rows = new Map();
  }

  update(rows) {
    const wanted = new Set(rows.map((row) => row.code));
    for (const [code, made] of this.rows) {
      if (!wanted.has(code)) {
        made.row.remove();
        this.rows.delete(code);
      }
    }
    let before = null;
    for (const row of rows) {
      const made = this.rows.get(row.code) || this.make(row);
      if (made.row.parentNode !== this.element || made.row.previousElementSibling !== before) {
        if (before) before.after(made.row);
        else this.element.prepend(made.row);
      }
      before = made.row;
      this.set(made, row);
    }
  }

  make(row) {
    const item = document.createElement("div");
    item.className = "bar";
    item.dataset.code = row.code;
    const name = document.createElement(this.linkOf ? "a" : "span");
    name.className = "bar-name";
    if (this.linkOf) name.href = this.linkOf(row.code);
    name.textContent = row.name;
    const svg = node("svg", { viewBox: "0 0 100 26", preserveAspectRatio: "none", "aria-hidden": "true", focusable: "false" });
    const part = {};
    for (const [arm, y] of [["without", 3], ["with", 14]]) {
      part[arm] = node("rect", { class: arm, x: 0, y, width: 0, height: 9 });
      part[`${arm}-interval`] = node("line", { class: "interval", x1: 0, x2: 0, y1: y + 4.5, y2: y + 4.5, "vector-effect": "non-scaling-stroke" });
      svg.append(part[arm], part[`${arm}-interval`]);
    }
    const figure = document.createElement("span");
    figure.className = "bar-figure";
    item.append(name, svg, figure);
    const made = { row: item, part, figure };
    this.rows.set(row.code, made);
    return made;
  }

  set(made, row) {
    made.row.classList.toggle("single", !row.without);
    for (const arm of ["without", "with"]) {
      const p = row[arm];
      made.part[arm].setAttribute("width", p ? Math.max(100 * p.p, p.p ? 0.3 : 0) : 0);
      made.part[`${arm}-interval`].setAttribute("x1", p ? 100 * p.low : 0);
      made.part[`${arm}-interval`].setAttribute("x2", p ? 100 * p.high : 0);
    }
    made.figure.replaceChildren();
    const piece = (kind, text, title) => {
      const span = document.createElement("span");
      span.className = kind;
      span.textContent = text;
      if (title) span.title = title;
      made.figure.append(span);
    };
    const interval = (p) => say(this.words.range, { low: percent(p.low), high: percent(p.high) });
    if (row.without) {
      piece("figure-without", percent(row.without.p), interval(row.without));
      piece("arrow", "→");
    }
    piece("figure-with", percent(row.with.p), interval(row.with));
  }
}
