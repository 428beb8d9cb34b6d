"use strict";

// What comes from the document is put on the page as text, never as markup; of its numbers only fractions of a page are used.
(() => {
const maxPages = 20000, maxDrawn = 5000, maxDrawnText = 4000, maxRows = 200, maxDepth = 24, doubtful = 0.8;

const byId = id => document.getElementById(id);
const isObject = value => value !== null && typeof value === "object" && !Array.isArray(value);
const list = value => Array.isArray(value) ? value : [];
const member = (value, ...names) => {
  for (const name of names) if (isObject(value) && Object.hasOwn(value, name) && value[name] !== null) return value[name];
  return undefined;
};
const at = (value, ...path) => path.reduce((found, name) => member(found, ...[name].flat()), value);
const textOf = value => typeof value === "string" ? value : value === undefined || value === null ? "" : typeof value === "object" ? JSON.stringify(value) : String(value);

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined && text !== null) made.textContent = text;
  if (className) made.className = className;
  return made;
}

// ---------------------------------------------------------------- reading

const given = JSON.parse(byId("data").textContent);
byId("data").remove();

const kinds = new Map();          // name -> {name, number, count, shown}
const pages = new Map();          // number -> {number, boxes, ratio, frame, drawn, picture}
const boxes = [];
const boxesById = new Map();
const fields = [];                // {heading, values, citations, confidence}
const tables = [];                // {heading, rows, ids}
const topics = [];
const warnings = [];
const known = ["Text", "Title", "Tables", "Images", "Header", "Footer", "Page Number", "Section-header", "Words", "List Items", "Form fields", "SelectionMarks"];

function kindOf(name) {
  if (!kinds.has(name)) {
    const place = known.indexOf(name);
    kinds.set(name, { name, number: place >= 0 ? place : (kinds.size + 6) % 12, count: 0, shown: name !== "Words" });
  }
  return kinds.get(name);
}

function pageOf(number) {
  if (!pages.has(number)) pages.set(number, { number, boxes: [], ratio: 0, frame: null, drawn: false });
  return pages.get(number);
}

/** Four corners, two corners, or left, top, width and height; null where that is no place. */
function rectangle(value, width, height) {
  let numbers = Array.isArray(value) && value.length <= 64 ? value.flat() : null;
  if (isObject(value)) {
    const [left, top, wide, high] = [member(value, "left", "x"), member(value, "top", "y"), member(value, "width"), member(value, "height")];
    numbers = [left, top, left + wide, top + high];
  }
  if (!numbers || numbers.length < 4 || numbers.length % 2 || !numbers.every(number => Number.isFinite(number) && Math.abs(number) < 1e6)) return null;
  const x = numbers.filter((_, index) => index % 2 === 0), y = numbers.filter((_, index) => index % 2 === 1);
  const box = { left: Math.min(...x), top: Math.min(...y), right: Math.max(...x), bottom: Math.max(...y), absolute: false };
  if (Math.max(box.right, box.bottom) > 1.5) {
    // Pixels or points: of a page of a known size, or else of one that what is on it just fills.
    if (width > 0 && height > 0) {
      for (const side of ["left", "right"]) box[side] /= width;
      for (const side of ["top", "bottom"]) box[side] /= height;
    } else box.absolute = true;
  }
  return box;
}

const percent = value => typeof value === "number" && Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : undefined;
const surely = value => `${Math.round(value * 100)} %`;

function addBox(kind, item, place, text, more) {
  const number = member(item, "page_number", "page") ?? at(item, "location", "page") ?? at(item, "table_info", "location", "page") ?? more?.page;
  const rect = rectangle(place, member(item, "page_width"), member(item, "page_height"));
  const box = {
    kind: kindOf(kind), text, rect, id: textOf(member(item, "id") ?? at(item, "table_info", "id") ?? more?.id),
    page: Number.isSafeInteger(number) && number > 0 ? number : 0,
    sure: percent(member(item, "confidence")) ?? percent(member(item, "average_word_confidence")) ?? percent(at(item, "table_info", "confidence")),
    element: null, parent: null, cells: null, rows: null, ...more,
  };
  box.kind.count++;
  boxes.push(box);
  if (box.id) {
    if (!boxesById.has(box.id)) boxesById.set(box.id, []);
    boxesById.get(box.id).push(box);
  }
  if (rect && box.page) pageOf(box.page).boxes.push(box);
  return box;
}

const marker = /^[0-9]+[a-z]-/;

/** Text of items as the document has it: the service may put a mark of its own before each. */
function texts(items, names) {
  const all = items.map(item => member(item, "original_content") === undefined ? textOf(member(item, ...names)) : null);
  const marked = all.some(text => text) && all.every(text => !text || marker.test(text));
  return all.map((text, index) => text === null ? textOf(items[index].original_content) : marked ? text.replace(marker, "") : text);
}

const placeOf = item => member(item, "bounding_box", "bbox_normalized", "bbox", "coordinates") ?? at(item, "location", "coordinates");

function readTable(item) {
  const cells = list(member(item, "cell_data")).filter(isObject);
  const words = texts(cells, ["text", "content"]);
  const info = member(item, "table_info");
  const table = addBox("Tables", item, at(info, "location", "coordinates") ?? placeOf(item) ?? member(info, "coordinates"), "", {});
  const rows = [];
  table.cells = [];
  cells.forEach((cell, index) => {
    const id = textOf(member(cell, "id")), found = /-r([0-9]{1,6})c([0-9]{1,6})$/.exec(id);
    const row = at(cell, "position", "row") ?? (found ? found[1] - 1 : undefined), column = at(cell, "position", "column") ?? (found ? found[2] - 1 : undefined);
    const isPlaced = Number.isSafeInteger(row) && Number.isSafeInteger(column) && row >= 0 && column >= 0 && row < 1e6 && column < 1e4;
    const made = addBox("Tables", cell, placeOf(cell), words[index], { parent: table, page: at(cell, "location", "page") ?? table.page, id: id || (isPlaced && table.id ? `${table.id}-r${row + 1}c${column + 1}` : "") });
    made.kind.count--;
    table.cells.push(made);
    if (isPlaced) {
      rows[row] ??= [];
      const before = rows[row][column];
      rows[row][column] = before ? { text: `${before.text} ${words[index]}`, box: before.box } : { text: words[index], box: made };
    }
  });
  table.rows = rows.filter(Boolean).map(row => Array.from(row, cell => cell ?? { text: "" }));
  const name = [member(info, "table_name"), member(info, "sheet_name"), member(info, "chart_title"), member(info, "excel_range")].filter(part => typeof part === "string").join(" · ");
  tables.push({ heading: `${name || table.id || "Table"}${table.page ? `, page ${table.page}` : ""}`, rows: table.rows, box: table, ids: [] });
}

function readBoxes(found) {
  for (const [name, value] of Object.entries(isObject(found) ? found : {})) {
    if (!Array.isArray(value) || name === "ordered_elements") continue;
    const items = value.filter(isObject);
    if (name === "Tables") items.forEach(readTable);
    else {
      const words = texts(items, ["content", "text", "description"]);
      items.forEach((item, index) => {
        const place = placeOf(item);
        if (place === undefined && member(item, "content", "text", "original_content") === undefined && name !== "Images") return;
        addBox(name, item, place, words[index], { image: member(item, "image_url"), about: [member(item, "visual_type"), member(item, "chart_type"), member(item, "chart_title"), member(item, "sheet_name"), member(item, "excel_range"), name === "Images" ? member(item, "description") : undefined].filter(part => typeof part === "string").join(" · ") });
      });
    }
  }
}

/** Rows of the tables in a piece of HTML: only tags of tables are obeyed, others are left out. */
function htmlRows(html) {
  const rows = [];
  let cell = null, from = 0;
  const tag = /<(\/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>/g;
  const add = text => { if (cell) cell.text += text.replace(/&(?:amp|lt|gt|quot|apos|nbsp|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});/g, entity); };
  for (let found; (found = tag.exec(html)) !== null;) {
    add(html.slice(from, found.index));
    from = tag.lastIndex;
    const name = found[2].toLowerCase();
    if (name === "br") add("\n");
    if (!["table", "tr", "td", "th"].includes(name)) continue;
    cell = null;
    if (found[1]) continue;
    if (name === "tr") rows.push([]);
    if (name === "td" || name === "th") {
      if (rows.length === 0) rows.push([]);
      const span = word => Math.min(1000, Math.max(1, Number(new RegExp(`\\b${word}\\s*=\\s*["']?([0-9]{1,4})`, "i").exec(found[3])?.[1] ?? 1)));
      const id = /\bdata-bb-[a-z-]*id\s*=\s*["']([^"']{1,200})["']/i.exec(found[3])?.[1];
      cell = { text: "", head: name === "th", columns: span("colspan"), rows: span("rowspan"), ids: id ? [id] : [] };
      rows.at(-1).push(cell);
    }
  }
  for (const row of rows) for (const made of row) made.text = made.text.trim();
  return rows.filter(row => row.length);
}

function entity(text) {
  const name = text.slice(1, -1), plain = { amp: "&", lt: "<", gt: ">", quot: "\"", apos: "'", nbsp: "\u00a0" }[name];
  if (plain) return plain;
  const code = name[1] === "x" ? parseInt(name.slice(2), 16) : parseInt(name.slice(1), 10);
  return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : "\ufffd";
}

function readTables(output) {
  list(member(output, "tables")).filter(isObject).forEach((table, index) => {
    const content = member(table, "table_content");
    const names = list(member(content, "headers")).map(textOf);
    const rows = typeof content === "string" ? htmlRows(content)
      : [names.map(text => ({ text, head: true })), ...list(member(content, "rows")).map(row => names.map((name, column) => ({ text: textOf(Array.isArray(row) ? row[column] : member(row, name)) })))];
    tables.push({ heading: `Merged table ${index + 1}${member(table, "from_chart") === true ? ", from a chart" : ""}`, rows, ids: idsOf(member(table, "citations")) });
  });
}

function addFields(heading, output) {
  if (isObject(output) && (isObject(output.values) || Array.isArray(output.values))) fields.push({ heading, values: output.values, citations: output.citations, confidence: output.confidence });
}

let markdown = "", chunks = [], facts = [];

function readResult(result, step) {
  readBoxes(member(result, "bounding_boxes"));
  const extensions = member(result, "extensions");
  list(at(extensions, ["altOutputs", "alt_outputs"], "wlbb", "words")).filter(isObject).forEach(word => addBox("Words", word, placeOf(word), textOf(member(word, "text"))));
  list(member(result, "form_fields")).filter(isObject).forEach((cell, index) => {
    const checks = list(member(cell, "checkbox_details")).map(check => `${member(check, "selected") === true ? "☒" : "☐"} ${textOf(member(check, "text"))}`);
    addBox("Form fields", cell, placeOf(cell), [textOf(member(cell, "text")), ...checks].filter(Boolean).join("\n"), { id: `field ${index + 1}`, about: textOf(member(cell, "type")) });
  });
  markdown ||= textOf(member(result, "markdown", "content"));
  chunks = chunks.length ? chunks : list(at(extensions, "chunking", "page")).map(textOf);
  addFields(step, member(result, "structured_output"));
  addFields(step, member(result, "schema_output"));
  if (member(result, "split_id", "schema_id") !== undefined && isObject(member(result, "results"))) for (const [topic, output] of Object.entries(result.results)) addFields(topic, output);
  readTables(member(result, "tables_output"));
  for (const [topic, numbers] of Object.entries(at(result, "split_output", "splits") ?? {})) topics.push({ topic, pages: list(numbers).filter(Number.isSafeInteger) });
  warnings.push(...list(member(result, "warnings")).map(textOf), ...list(at(extensions, "document_metadata", "warnings")).map(textOf));
  for (const [topic, error] of Object.entries(member(result, "errors") ?? {})) warnings.push(`${topic}: ${textOf(error)}`);
  if (member(result, "schema_error") !== undefined) warnings.push(`The schema could not be filled: ${textOf(result.schema_error)}`);
  const wordsError = at(extensions, ["altOutputs", "alt_outputs"], "wlbb", "error");
  if (wordsError !== undefined) warnings.push(`Words: ${textOf(wordsError)}`);
  for (const name of ["page_count", "extraction_id", "extraction_url", "schema_id", "split_id", "tables_id", "form_id", "credits_used", "latency"]) if (member(result, name) !== undefined) facts.push([step ? `${step}: ${name}` : name, textOf(result[name])]);
  const meta = at(extensions, "document_metadata");
  for (const group of ["file", "properties", "structure", "custom", "format_specific"]) for (const [name, value] of Object.entries(member(meta, group) ?? {})) facts.push([name, Array.isArray(value) && value.every(part => typeof part !== "object") ? value.join(", ") : textOf(value)]);
  list(at(meta, "structure", "page_sizes")).slice(0, maxPages).forEach((size, index) => {
    const ratio = member(size, "height") / member(size, "width");
    if (ratio > 0.05 && ratio < 20) pageOf(index + 1).ratio = ratio;
  });
  const count = member(result, "page_count");
  if (Number.isSafeInteger(count)) for (let number = 1; number <= Math.min(count, maxPages); number++) if (boxes.length) pageOf(number);
}

let job = isObject(given.job) ? given.job : null, whole = given.result;
while (isObject(whole) && isObject(whole.result) && (Object.keys(whole).length === 1 || member(whole, "job_id") !== undefined)) {
  if (member(whole, "job_id") !== undefined) job ??= { ...whole, result: undefined };
  whole = whole.result;
}
if (!job && member(whole, "job_id") !== undefined && member(whole, "status") !== undefined) job = whole;
if (job) for (const name of ["job_id", "status", "created_at", "updated_at"]) if (member(job, name) !== undefined) facts.push([name, textOf(job[name])]);
if (member(job, "error") !== undefined) warnings.push((job.status === "failed" ? "The job failed: " : "") + textOf(job.error));
const steps = member(whole, "results");
if (isObject(steps) && ["extract", "schema", "split", "tables", "batch_extract"].some(name => isObject(steps[name])) && member(whole, "schema_id") === undefined) {
  readResult({ ...whole, results: undefined }, "");
  for (const [name, step] of Object.entries(steps)) if (isObject(step)) readResult(step, name);
} else readResult(whole, "");

// Boxes in units that are not known are taken as parts of what all of a page fill.
for (const page of pages.values()) {
  const absolute = page.boxes.filter(box => box.rect.absolute);
  if (!absolute.length) continue;
  const right = absolute.reduce((most, box) => Math.max(most, box.rect.right), 1) * 1.05, bottom = absolute.reduce((most, box) => Math.max(most, box.rect.bottom), 1) * 1.05;
  if (!page.ratio && bottom / right > 0.05 && bottom / right < 20) page.ratio = bottom / right;
  for (const { rect } of absolute) {
    rect.left /= right; rect.right /= right; rect.top /= bottom; rect.bottom /= bottom;
  }
}

// Pictures, each in a block of its own, so that only what is looked at is decoded.
const picturesOfPages = new Map(), picturesByUrl = new Map();
for (const block of document.querySelectorAll("script.picture")) {
  const number = Number(block.dataset.page);
  if (block.dataset.page) {
    picturesOfPages.set(number, block);
    pageOf(number);
  } else picturesByUrl.set(block.dataset.url, block);
}

const isPicture = url => typeof url === "string" && /^data:image\/(?:png|jpeg|gif|webp)[;,]/i.test(url);
const pictureOf = url => picturesByUrl.has(url) ? picturesByUrl.get(url).textContent : isPicture(url) ? url : null;

// Pages of which nothing is known are no pages to look at.
if (picturesOfPages.size === 0 && [...pages.values()].every(page => page.boxes.length === 0)) pages.clear();
const numbers = [...pages.keys()].sort((one, other) => one - other).slice(0, maxPages);
for (const page of pages.values()) {
  // As one reads: from the top, lines from the left.
  page.boxes.sort((one, other) => Math.round(one.rect.top * 150) - Math.round(other.rect.top * 150) || one.rect.left - other.rect.left);
}
const route = numbers.flatMap(number => pages.get(number).boxes.filter(box => !box.parent && box.kind.name !== "Words"));

function idsOf(citation) {
  if (typeof citation === "string") return citation.split(",", 500).map(id => id.trim()).filter(Boolean);
  return Array.isArray(citation) ? citation.slice(0, 500).flatMap(one => typeof one === "string" ? idsOf(one) : []) : [];
}

/** The boxes of an id; where several extractions were combined, it begins with that of the extraction. */
function find(id) {
  for (let rest = id; ;) {
    if (boxesById.has(rest)) return boxesById.get(rest);
    const dash = rest.indexOf("-");
    if (dash < 0) return [];
    rest = rest.slice(dash + 1);
  }
}

const findAll = ids => ids.flatMap(find);

// ---------------------------------------------------------------- pages

const pane = byId("pages");
pane.replaceChildren();
const ruler = document.createElement("canvas").getContext("2d");
const widthOf = text => ruler.measureText(text.slice(0, 2000)).width / 98 || 0.01;
const usual = [...pages.values()].find(page => page.ratio)?.ratio ?? 1.414;

/** The size at which a text fills its box, in hundredths of the width of the page, and whether it stays on its lines. */
function fit(text, width, height, isBold) {
  ruler.font = `${isBold ? "bold " : ""}100px Arial, 'Liberation Sans', Helvetica, sans-serif`;
  const widths = text.split("\n", 300).map(widthOf);
  const straight = Math.min(height / widths.length / 1.05, width / Math.max(...widths));
  let wrapped = height / widths.length / 1.15;
  for (let i = 0; i < 60; i++, wrapped *= 0.93) {
    const lines = widths.reduce((sum, wide) => sum + Math.max(1, Math.ceil(wide * wrapped * 1.04 / width)), 0);
    if (lines * 1.15 * wrapped <= height * 1.02) break;
  }
  return { size: Math.max(0.2, Math.min(straight >= wrapped ? straight : wrapped, 12)), isStraight: straight >= wrapped };
}

/** Of all cells of a table, which differ only in which letters they happen to have. */
function usualSize(table, ratio) {
  if (!table.size) {
    const sizes = table.cells.filter(cell => cell.rect && cell.text).slice(0, 300).map(({ text, rect }) => fit(text, Math.max(0.1, (rect.right - rect.left) * 100), Math.max(0.1, (rect.bottom - rect.top) * 100 * ratio)).size);
    table.size = sizes.sort((one, other) => one - other)[sizes.length >> 1];
  }
  return table.size;
}

function tableOf(rows, limit, onCell) {
  const table = element("table"), body = element("tbody");
  const shown = (first, last) => rows.slice(first, last).forEach((row, index) => {
    const line = element("tr");
    for (const cell of row.slice(0, 500)) {
      const made = element(cell.head ? "th" : "td", cell.text);
      made.dir = "auto";
      if (cell.columns > 1) made.colSpan = cell.columns;
      if (cell.rows > 1) made.rowSpan = cell.rows;
      onCell?.(made, cell, first + index);
      line.append(made);
    }
    body.append(line);
  });
  shown(0, limit);
  table.append(body);
  if (rows.length > limit && onCell) more(table, rows.length - limit, count => { shown(limit, limit += count); return rows.length - limit; });
  return table;
}

/** A row that brings the next rows. */
function more(table, left, show) {
  const row = element("tr"), cell = element("td"), button = element("button", `${left} more rows`);
  button.type = "button";
  button.addEventListener("click", () => {
    left = show(maxRows * 5);
    button.textContent = `${left} more rows`;
    if (left <= 0) row.parentNode.remove();
  });
  cell.colSpan = 500;
  cell.append(button);
  row.append(cell);
  const foot = element("tfoot");
  foot.append(row);
  table.append(foot);
}

function drawBox(page, box) {
  const { left, top, right, bottom } = box.rect;
  const clamp = value => Math.min(1.05, Math.max(-0.05, value)) * 100;
  const made = element("div", null, `box k${box.kind.number}${box.parent ? " cell" : ""}${box.kind.name === "Title" ? " bold" : ""}${box.sure < doubtful ? " doubtful" : ""}`);
  made.dataset.id = box.id;
  made.dataset.kind = box.kind.name;
  made.tabIndex = -1;
  made.setAttribute("role", "group");
  made.setAttribute("aria-label", nameOf(box));
  made.style.left = `${clamp(left)}%`;
  made.style.top = `${clamp(top)}%`;
  made.style.width = `${clamp(right) - clamp(left)}%`;
  made.style.height = `${clamp(bottom) - clamp(top)}%`;
  const width = Math.max(0.1, (right - left) * 100), height = Math.max(0.1, (bottom - top) * 100 * page.ratio);
  const picture = pictureOf(box.image);
  if (picture) {
    const image = element("img");
    image.src = picture;
    image.alt = box.about || box.text || "image";
    made.append(image);
  } else if (box.cells && !box.cells.some(cell => cell.rect) && box.rows.length) {
    const table = tableOf(box.rows, maxRows, undefined);
    table.style.fontSize = `${Math.max(0.2, Math.min(height / box.rows.length / 1.5, 1.6))}cqw`;
    made.append(table);
  } else if (box.text && (box.kind.name !== "Words" || page.bare)) {
    const text = box.text.length > maxDrawnText ? `${box.text.slice(0, maxDrawnText)}…` : box.text;
    const own = fit(text, width, height, box.kind.name === "Title"), isStraight = own.isStraight;
    const size = box.parent && isStraight ? usualSize(box.parent, page.ratio) : own.size;
    const span = element("span", text);
    span.dir = "auto";
    made.classList.toggle("line", isStraight);
    made.style.fontSize = `${size}cqw`;
    made.append(span);
  }
  box.element = made;
  mark(box);
  return made;
}

function draw(page) {
  if (page.drawn) return;
  page.drawn = true;
  page.bare = page.boxes.every(box => box.kind.name === "Words");
  const block = picturesOfPages.get(page.number);
  const parts = [];
  if (block) {
    const image = element("img");
    image.alt = `Picture of page ${page.number}`;
    image.addEventListener("load", () => {
      if (image.naturalWidth > 0) page.frame.style.aspectRatio = `${image.naturalWidth} / ${image.naturalHeight}`;
    });
    image.src = block.textContent;
    parts.push(image);
  }
  const shown = page.boxes.filter(box => box.kind.shown);
  // The small lie over the large, or these could not be reached.
  const size = ({ rect }) => (rect.right - rect.left) * (rect.bottom - rect.top);
  shown.slice(0, maxDrawn).sort((one, other) => Boolean(one.parent) - Boolean(other.parent) || size(other) - size(one)).forEach(box => parts.push(drawBox(page, box)));
  page.frame.replaceChildren(...parts);
  page.frame.classList.toggle("pictured", Boolean(block));
  page.frame.dataset.label = `page ${page.number}${shown.length > maxDrawn ? `, ${shown.length - maxDrawn} more boxes are not drawn` : ""}`;
}

function clear(page) {
  if (!page.drawn || page.frame.contains(document.activeElement)) return;
  page.drawn = false;
  page.frame.replaceChildren();
  for (const box of page.boxes) box.element = null;
}

function redraw() {
  for (const number of numbers) {
    const page = pages.get(number);
    if (page.drawn) {
      page.drawn = false;
      for (const box of page.boxes) box.element = null;
      draw(page);
    }
  }
}

const watcher = new IntersectionObserver(entries => {
  for (const entry of entries) {
    const page = pages.get(Number(entry.target.dataset.page));
    if (entry.isIntersecting) draw(page);
    else clear(page);
  }
}, { root: null, rootMargin: "1200px" });

function layPages() {
  for (const number of numbers) {
    const page = pages.get(number);
    page.ratio ||= usual;
    page.frame = element("article", null, "page");
    page.frame.dataset.page = number;
    page.frame.dataset.label = `page ${number}`;
    page.frame.setAttribute("aria-label", `Page ${number}`);
    page.frame.style.aspectRatio = `1 / ${page.ratio}`;
    pane.append(page.frame);
    watcher.observe(page.frame);
  }
}

// ---------------------------------------------------------------- what is pointed at

const lit = new Set(), hits = new Set(), valuesByBox = new Map();
let chosen = null;

const nameOf = box => [box.parent ? "Cell" : box.kind.name, box.id, box.page ? `page ${box.page}` : "", box.sure === undefined ? "" : `confidence ${surely(box.sure)}`, box.about].filter(Boolean).join(" · ");

function mark(box) {
  box.element?.classList.toggle("lit", lit.has(box));
  box.element?.classList.toggle("hit", hits.has(box));
  box.element?.classList.toggle("chosen", chosen === box);
}

function change(set, next) {
  const before = [...set];
  set.clear();
  for (const box of next) set.add(box);
  for (const box of [...before, ...set]) mark(box);
}

/** What stands for a box on the pages: itself, or the table of a cell without a place. */
const onPage = box => box.rect && box.page ? box : box.parent?.rect && box.parent.page ? box.parent : null;

function say(box) {
  const status = byId("status");
  status.replaceChildren();
  if (box) status.append(element("b", nameOf(box)), box.text.slice(0, 1000) || (box.rows ? `${box.rows.length} rows` : ""));
}

function light(ids, scroll) {
  const found = [...new Set(findAll(ids).map(onPage).filter(Boolean))];
  if (found.length && scroll) reveal(found[0], "nearest");
  change(lit, found);
  say(findAll(ids)[0] ?? chosen);
}

function reveal(box, block) {
  const page = pages.get(box.page);
  if (!page?.frame) return;
  box.kind.shown || show(box.kind, true);
  draw(page);
  const target = box.element ?? page.frame, place = target.getBoundingClientRect(), seen = pane.getBoundingClientRect();
  if (place.top < seen.top || place.bottom > seen.bottom || block === "center") target.scrollIntoView({ block: place.height > seen.height ? "start" : "center", inline: "nearest" });
}

function choose(box, focus = true) {
  const before = chosen;
  chosen = box;
  if (before) mark(before);
  say(box);
  if (!box) return;
  const target = onPage(box);
  if (!target) return;
  reveal(target, "nearest");
  mark(box);
  if (focus) target.element?.focus({ preventScroll: true });
}

pane.addEventListener("click", event => {
  const made = event.target.closest(".box");
  const box = made && boxOf(made);
  if (box) choose(box);
});
pane.addEventListener("mouseover", event => {
  const made = event.target.closest(".box");
  const box = made ? boxOf(made) : null;
  for (const value of document.querySelectorAll(".value.lit")) value.classList.remove("lit");
  if (!box) return say(chosen);
  for (const value of valuesByBox.get(box) ?? []) value.classList.add("lit");
  say(box);
});

function boxOf(made) {
  const page = pages.get(Number(made.parentNode.dataset.page));
  return page?.boxes.find(box => box.element === made) ?? null;
}

// ---------------------------------------------------------------- the side

function cite(made, ids, context) {
  if (!ids.length) return;
  const found = findAll(ids), places = [...new Set(found.map(box => onPage(box)?.page).filter(Boolean))];
  made.classList.add("cited");
  made.tabIndex = 0;
  made.setAttribute("role", "button");
  made.dataset.cites = ids.join(", ");
  for (const box of found) {
    const target = onPage(box);
    if (!target) continue;
    if (!valuesByBox.has(target)) valuesByBox.set(target, []);
    valuesByBox.get(target).push(made);
  }
  made.addEventListener("mouseenter", () => light(ids, true));
  made.addEventListener("mouseleave", () => light([], false));
  made.addEventListener("focus", () => light(ids, true));
  made.addEventListener("blur", () => light([], false));
  const go = () => found.length && choose(found[0], false);
  made.addEventListener("click", go);
  made.addEventListener("keydown", event => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); go(); } });
  context?.append(element("span", found.length === 0 ? `${ids.slice(0, 3).join(", ")}: not among the boxes` : places.length ? `p. ${places.slice(0, 5).join(", ")}` : ids.slice(0, 3).join(", "), "where"));
}

/** What belongs to a part of a value: of an object or array its own, of anything else that of the whole. */
const below = (tree, key) => isObject(tree) || Array.isArray(tree) && typeof key === "number" ? (Object.hasOwn(tree, key) ? tree[key] : undefined) : tree;

function drawValue(value, citation, confidence, depth) {
  if (isObject(value) && depth < maxDepth) {
    const made = element("dl", null, "fields"), names = Object.keys(value);
    for (const name of names.slice(0, 1000)) {
      const inside = element("dd");
      inside.append(drawValue(value[name], below(citation, name), below(confidence, name), depth + 1));
      made.append(element("dt", name), inside);
    }
    if (names.length > 1000) made.append(element("dt", "…"), element("dd", `${names.length - 1000} more fields are not shown`));
    return made;
  }
  if (Array.isArray(value) && depth < maxDepth) {
    if (value.length && value.every(item => isObject(item) && Object.values(item).every(part => part === null || typeof part !== "object"))) return drawRows(value, citation, confidence, depth);
    const made = element("ol", null, "values");
    value.slice(0, 1000).forEach((item, index) => {
      const line = element("li");
      line.append(drawValue(item, below(citation, index), below(confidence, index), depth + 1));
      made.append(line);
    });
    if (value.length > 1000) made.append(element("li", `${value.length - 1000} more are not shown`));
    return value.length ? made : element("span", "none", "nothing");
  }
  const made = element("span"), text = element("span", value === null || value === undefined ? "not found" : textOf(value), value === null || value === undefined ? "value nothing" : "value");
  text.dir = "auto";
  made.append(text);
  cite(text, idsOf(citation), made);
  const sure = percent(confidence);
  if (sure !== undefined) made.append(element("span", surely(sure), sure < doubtful ? "sure doubtful" : "sure"));
  return made;
}

/** A list of flat objects, as a table. */
function drawRows(value, citation, confidence, depth) {
  const names = [...new Set(value.slice(0, 1000).flatMap(item => Object.keys(item)))].slice(0, 100);
  const rows = [names.map(text => ({ text, head: true })), ...value.map((item, index) => names.map(name => ({ text: "", item, index, name })))];
  const table = tableOf(rows, maxRows, (made, cell) => {
    if (cell.item && Object.hasOwn(cell.item, cell.name)) made.append(drawValue(cell.item[cell.name], below(below(citation, cell.index), cell.name), below(below(confidence, cell.index), cell.name), depth + 1));
  });
  const scroll = element("div", null, "scroll");
  scroll.append(table);
  return scroll;
}

function fieldsPanel(panel) {
  for (const { heading, values, citations, confidence } of fields) {
    if (heading) panel.append(element("h2", heading));
    if (Object.keys(values).length === 0) panel.append(element("p", "No field was found.", "nothing"));
    else panel.append(drawValue(values, citations, confidence, 0));
  }
  for (const { topic, pages: numbersOfTopic } of topics) {
    panel.append(element("h2", topic));
    const line = element("p");
    for (const number of numbersOfTopic.slice(0, 500)) {
      const button = element("button", `page ${number}`);
      button.type = "button";
      button.addEventListener("click", () => goTo(number));
      line.append(button, " ");
    }
    panel.append(line);
  }
}

function tablesPanel(panel) {
  inPieces(panel, tables, 20, ({ heading, rows, box, ids }) => {
    const title = element("h2"), text = element("span", heading, "value");
    title.append(text);
    if (box) cite(text, box.id ? [box.id] : []);
    else cite(text, ids, title);
    const scroll = element("div", null, "scroll");
    scroll.append(tableOf(rows, maxRows, (made, cell) => { if (cell.box?.id) cite(made, [cell.box.id]); else if (cell.ids?.length) cite(made, cell.ids); }));
    const part = element("section");
    part.append(title, scroll);
    return part;
  });
}

/** Shows a list piece by piece, as its end comes into view. */
function inPieces(panel, items, size, make) {
  const end = element("p", "…", "note");
  let next = 0;
  const add = () => {
    items.slice(next, next + size).forEach(item => end.before(make(item)));
    next += size;
    if (next >= items.length) {
      observer.disconnect();
      end.remove();
    } else {
      // It tells again if the end is still in view.
      observer.unobserve(end);
      observer.observe(end);
    }
  };
  const observer = new IntersectionObserver(entries => { if (entries.some(entry => entry.isIntersecting)) add(); }, { rootMargin: "600px" });
  panel.append(end);
  add();
  return until => { while (next <= until && next < items.length) add(); };
}

/** Markdown in pieces: headings, tables, code, and paragraphs as they are. */
function blocksOf(text) {
  const blocks = [];
  let lines = [], kind = "";
  const end = () => {
    if (lines.length) blocks.push({ kind, text: lines.join("\n") });
    lines = [];
    kind = "";
  };
  for (const line of text.split("\n")) {
    if (kind === "code" || kind === "html") {
      lines.push(line);
      if (kind === "code" ? lines.length > 1 && line.startsWith("```") : /<\/table>/i.test(line)) end();
      continue;
    }
    const heading = /^#{1,6}\s+(.*)$/.exec(line);
    const next = heading ? "heading" : line.startsWith("```") ? "code" : /^\s*<table/i.test(line) ? "html" : /^\s*\|.+\|\s*$/.test(line) ? "table" : line.trim() ? "text" : "";
    if (next !== kind || next !== "table" && lines.length >= 200 || next === "heading") end();
    kind = next;
    if (next) lines.push(heading ? heading[1] : line);
    if (next === "html" && /<\/table>/i.test(line)) end();
  }
  end();
  return blocks;
}

const cellsOf = line => line.trim().slice(1, -1).split(/(?<!\\)\|/).map(text => ({ text: plain(text.trim()) }));

/** Without the marks of Markdown that only mean bold or that a character is meant as it is. */
const plain = text => text.replace(/\*\*([^*\n]{1,1000})\*\*/g, "$1").replace(/\\([\\`*_{}[\]()#+\-.!|<>~&])/g, "$1").replace(/<br\s*\/?>/gi, "\n");

function drawBlock(block) {
  let made;
  if (block.kind === "html" || block.kind === "table") {
    const lines = block.text.split("\n").filter(line => !/^[\s|:-]+$/.test(line));
    const rows = block.kind === "html" ? htmlRows(block.text) : lines.map(cellsOf);
    if (block.kind === "table") rows[0]?.forEach(cell => { cell.head = true; });
    made = element("div", null, "scroll");
    made.append(tableOf(rows, maxRows, (cell, { ids }) => { if (ids?.length) cite(cell, ids); }));
  } else {
    made = element(block.kind === "heading" ? "h2" : block.kind === "code" ? "pre" : "p", block.kind === "code" ? block.text : plain(block.text));
    made.dir = "auto";
  }
  block.element = made;
  return made;
}

const blocks = blocksOf(markdown);
let ensureBlock = () => {};

function textPanel(panel) {
  ensureBlock = inPieces(panel, blocks, 60, drawBlock);
}

/** JSON as a tree that opens step by step. */
function tree(name, value) {
  if (value === null || typeof value !== "object") return element("div", `${name}: ${JSON.stringify(value)?.slice(0, 2000)}`);
  const made = element("details"), count = Array.isArray(value) ? value.length : Object.keys(value).length;
  made.append(element("summary", `${name} ${Array.isArray(value) ? `[${count}]` : `{${count}}`}`));
  made.addEventListener("toggle", () => {
    if (made.children.length > 1) return;
    const inside = element("div", null, "tree");
    made.append(inside);
    inPieces(inside, Object.keys(value), 100, key => tree(key, value[key]));
  });
  return made;
}

function detailsPanel(panel) {
  if (facts.length) {
    panel.append(tableOf(facts.slice(0, 500).map(([name, text]) => [{ text: name, head: true }, { text: text.slice(0, 2000) }]), 500));
  }
  const all = element("div", null, "tree");
  all.append(tree("result", whole));
  panel.append(element("h2", "All of it"), all);
}

const panels = [];

function addPanel(name, draws) {
  const number = panels.length, tab = element("button", name), panel = element("div");
  tab.type = "button";
  tab.id = `tab-${number}`;
  tab.setAttribute("role", "tab");
  tab.setAttribute("aria-controls", `panel-${number}`);
  panel.id = `panel-${number}`;
  panel.setAttribute("role", "tabpanel");
  panel.setAttribute("aria-labelledby", tab.id);
  panels.push({ name, tab, panel, draws, drawn: false });
  tab.addEventListener("click", () => openPanel(number));
  tab.addEventListener("keydown", event => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.stopPropagation();
    openPanel((number + step + panels.length) % panels.length);
    panels[(number + step + panels.length) % panels.length].tab.focus();
  });
  byId("tabs").append(tab);
  byId("panels").append(panel);
}

function openPanel(number) {
  panels.forEach(({ tab, panel }, index) => {
    tab.setAttribute("aria-selected", String(index === number));
    tab.tabIndex = index === number ? 0 : -1;
    panel.hidden = index !== number;
  });
  const opened = panels[number];
  if (!opened.drawn) {
    opened.drawn = true;
    opened.draws(opened.panel);
  }
}

// ---------------------------------------------------------------- search

let found = [], current = -1;

function search() {
  const word = byId("search").value.trim().toLowerCase();
  current = -1;
  found = [];
  if (word) {
    const areBoxes = numbers.length > 0 && boxes.some(box => box.text);
    found = areBoxes ? numbers.flatMap(number => pages.get(number).boxes.filter(box => (box.kind.name !== "Words" || pages.get(number).bare) && box.text.toLowerCase().includes(word)))
      : blocks.filter(block => block.text.toLowerCase().includes(word));
  }
  change(hits, found.filter(one => one.rect));
  for (const old of document.querySelectorAll("p.hit, h2.hit, pre.hit, div.hit:not(.box)")) old.classList.remove("hit");
  tellHits(word);
}

function tellHits(word) {
  byId("hits").textContent = !word ? "" : !found.length ? "no hits" : current < 0 ? `${found.length} ${found.length === 1 ? "hit" : "hits"}` : `${current + 1} of ${found.length}`;
}

function step(by) {
  if (!found.length) return;
  current = current < 0 ? (by > 0 ? 0 : found.length - 1) : (current + by + found.length) % found.length;
  const one = found[current];
  if (one.rect) choose(one, false);
  else {
    ensureBlock(blocks.indexOf(one));
    one.element?.classList.add("hit");
    one.element?.scrollIntoView({ block: "center" });
  }
  tellHits(byId("search").value.trim());
}

let timer = 0;
byId("search").addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(search, boxes.length > 20000 ? 250 : 0);
});
byId("search").addEventListener("keydown", event => {
  if (event.key !== "Enter") return;
  clearTimeout(timer);
  if (current < 0) search();
  step(event.shiftKey ? -1 : 1);
});

// ---------------------------------------------------------------- keys and tools

function goTo(number) {
  const page = pages.get(number);
  if (!page?.frame) return;
  draw(page);
  page.frame.scrollIntoView({ block: "start" });
  byId("status").textContent = `page ${number}`;
}

function pageInView() {
  const top = pane.getBoundingClientRect().top + 40;
  return Math.max(0, numbers.findIndex(number => pages.get(number).frame.getBoundingClientRect().bottom > top));
}

function stepPage(by) {
  const next = numbers[Math.min(numbers.length - 1, Math.max(0, pageInView() + by))];
  if (next !== undefined) goTo(next);
}

function stepBox(by) {
  const shown = route.filter(box => box.kind.shown);
  if (!shown.length) return;
  const here = chosen ? shown.indexOf(chosen.parent ?? chosen) : -1;
  const first = here < 0 ? shown.findIndex(box => box.page >= numbers[pageInView()]) : here + by;
  choose(shown[Math.min(shown.length - 1, Math.max(0, first))]);
}

function press(id, name) {
  const button = byId(id), isOn = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(isOn));
  pane.classList.toggle(name, !isOn);
}

let zoom = 1;
function scale(by) {
  zoom = Math.min(6, Math.max(0.25, zoom * by));
  pane.style.setProperty("--zoom", zoom);
}

function showKeys(isOpen) {
  byId("keys").hidden = !isOpen;
  byId("help").setAttribute("aria-expanded", String(isOpen));
}

const actions = {
  j: () => stepBox(1), k: () => stepBox(-1), ArrowDown: () => stepBox(1), ArrowUp: () => stepBox(-1),
  ArrowRight: () => stepPage(1), ArrowLeft: () => stepPage(-1),
  "/": () => byId("search").select(), t: () => press("words", "wordless"), p: () => press("pictures", "unpictured"),
  "+": () => scale(1.25), "-": () => scale(0.8), "?": () => showKeys(byId("keys").hidden),
};

document.addEventListener("keydown", event => {
  if (event.key === "Escape") {
    showKeys(false);
    choose(null);
    light([], false);
    if (event.target === byId("search")) {
      byId("search").value = "";
      search();
    }
    pane.focus({ preventScroll: true });
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) return;
  // Arrows scroll what is not a page.
  if (event.key.startsWith("Arrow") && event.target !== document.body && !pane.contains(event.target)) return;
  const action = actions[event.key];
  if (!action) return;
  event.preventDefault();
  action();
});
byId("words").addEventListener("click", actions.t);
byId("pictures").addEventListener("click", actions.p);
byId("larger").addEventListener("click", actions["+"]);
byId("smaller").addEventListener("click", actions["-"]);
byId("help").addEventListener("click", actions["?"]);

function show(kind, isShown) {
  kind.shown = isShown;
  kind.check.checked = isShown;
  redraw();
}

// ---------------------------------------------------------------- all together

const title = textOf(given.title) || textOf(member(job, "job_id")) || facts.find(([name]) => name === "name")?.[1] || "Pulse result";
document.title = title;
byId("title").textContent = title;
const pageCount = Math.max(numbers.length, Number(facts.find(([name]) => name.endsWith("page_count"))?.[1]) || 0);
const status = textOf(member(job, "status"));
byId("summary").textContent = [status && status !== "completed" ? status : "", pageCount ? `${pageCount} ${pageCount === 1 ? "page" : "pages"}` : "", route.length ? `${route.length} boxes` : "", warnings.length ? `${warnings.length} ${warnings.length === 1 ? "warning" : "warnings"}` : ""].filter(Boolean).join(" · ");
if (warnings.length) {
  byId("warnings").hidden = false;
  byId("warnings").append(...warnings.slice(0, 200).map(text => element("p", text, text.startsWith("The job failed") ? "error" : "")));
}

layPages();
for (const kind of [...kinds.values()].filter(kind => route.some(box => box.kind === kind) || kind.name === "Words" && boxes.some(box => box.kind === kind && box.rect))) {
  const item = element("li"), label = element("label"), swatch = element("i");
  kind.check = element("input");
  kind.check.type = "checkbox";
  kind.check.checked = kind.shown;
  kind.check.addEventListener("change", () => show(kind, kind.check.checked));
  label.className = `k${kind.number}`;
  label.append(kind.check, " ", swatch, ` ${kind.name} (${kind.count})`);
  item.append(label);
  byId("legend").append(item);
}
byId("pictures").hidden = picturesOfPages.size === 0;
for (const id of ["words", "smaller", "larger"]) byId(id).hidden = numbers.length === 0;

if (fields.length || topics.length) addPanel("Fields", fieldsPanel);
if (numbers.length === 0 && blocks.length) {
  // Nothing is known of places: the text itself is the page.
  const paper = element("article", null, "page flow");
  pane.append(paper);
  textPanel(paper);
} else {
  if (blocks.length) addPanel("Text", textPanel);
  if (numbers.length === 0) pane.append(element("p", status && status !== "completed" ? `The job is ${status}.` : "The result has no text and no boxes.", "note"));
}
if (tables.length) addPanel("Tables", tablesPanel);
addPanel("Details", detailsPanel);
openPanel(0);
document.documentElement.dataset.ready = "true";
})();
