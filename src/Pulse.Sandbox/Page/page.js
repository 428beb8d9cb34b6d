"use strict";

// Everything from the server is put on the page as text, never as markup.
const byId = id => document.getElementById(id);
const requests = new Map();
const maxRequests = 200;

function element(name, text, className) {
  const made = document.createElement(name);
  if (text !== undefined && text !== null) made.textContent = text;
  if (className) made.className = className;
  return made;
}

function row(...cells) {
  const made = element("tr");
  for (const cell of cells) {
    const td = element("td");
    td.append(...[cell].flat().filter(part => part !== null && part !== undefined));
    made.append(td);
  }
  return made;
}

const quote = text => "'" + text.replaceAll("'", "'\\''") + "'";
const base = document.baseURI.replace(/[?#].*$/, "").replace(/\/$/, "");

function show(curl, cli, python) {
  byId("commands").textContent = [curl, cli, python].filter(Boolean).join("\n\n");
}

function showControl(method, path, body) {
  const data = body === undefined ? "" : " -d " + quote(JSON.stringify(body));
  show(`curl -X ${method} ${quote(base + "/_sandbox/" + path)}${data}`, null,
    "import urllib.request\n" + `urllib.request.urlopen(urllib.request.Request(${JSON.stringify(base + "/_sandbox/" + path)}, method=${JSON.stringify(method)}` +
    (body === undefined ? "))" : `, data=${JSON.stringify(JSON.stringify(body))}.encode()))`));
}

async function control(method, path, body) {
  showControl(method, path, body);
  const response = await fetch("_sandbox/" + path, { method, body: body === undefined ? undefined : JSON.stringify(body) });
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error.message);
  return answer;
}

async function submit(file) {
  const form = new FormData();
  form.append("file", file, file.name);
  // A name that begins with a dash is no option; for curl, commas and semicolons are marks in a name without quotes.
  const name = file.name.startsWith("-") ? "./" + file.name : file.name;
  show(`curl -H "x-api-key: $PULSE_API_KEY" -F ${quote('file=@"' + name.replace(/[\\"]/g, "\\$&") + '"')} ${quote(base + "/extract_async")}`,
    `PULSE_BASE_URL=${quote(base)} pulse extract --no-wait ${quote(name)}`,
    `from pulse_native import Pulse\nwith Pulse(base_url=${JSON.stringify(base)}) as client:\n    print(client.submit_extract(file=${JSON.stringify(name)}).job_id)`);
  const response = await fetch("_sandbox/submit", { method: "POST", body: form });
  const answer = await response.json();
  if (!response.ok) showResult(file.name, answer.error.code + ": " + answer.error.message);
}

function showResult(name, text, view) {
  byId("result").hidden = false;
  byId("result-name").textContent = name;
  byId("result-text").textContent = text ?? "";
  byId("result-text").hidden = view !== undefined;
  byId("result-view").replaceChildren();
  if (view === undefined) return;
  // Sandboxed, so of no origin: what is in a document can do nothing to this page, nor ask the sandbox for anything.
  const frame = element("iframe");
  frame.title = "Result of " + name;
  frame.setAttribute("sandbox", "allow-scripts");
  frame.src = view;
  const link = element("a", "in a tab of its own");
  link.href = view;
  link.target = "_blank";
  byId("result-view").append(frame, link);
}

async function showJob(id) {
  const path = encodeURIComponent(id);
  show(`curl -H "x-api-key: $PULSE_API_KEY" ${quote(base + "/job/" + path)}`,
    `PULSE_BASE_URL=${quote(base)} pulse job wait ${quote(id)}`,
    `from pulse_native import Pulse\nwith Pulse(base_url=${JSON.stringify(base)}) as client:\n    print(client.jobs.get_job(${JSON.stringify(id)}).status)`);
  const job = await (await fetch("_sandbox/jobs/" + path)).json();
  showResult(id, job.markdown ?? JSON.stringify(job, null, 2));
}

function showView(id) {
  const view = "_sandbox/jobs/" + encodeURIComponent(id) + "/view";
  show(`curl -o result.html ${quote(base + "/" + view)}`,
    `PULSE_BASE_URL=${quote(base)} pulse view -o result.html ${quote(id)}`,
    `from pulse_native import Pulse\nwith Pulse(base_url=${JSON.stringify(base)}) as client, open("result.html", "w", encoding="utf-8") as file:\n    file.write(client.jobs.wait(${JSON.stringify(id)}).to_html())`);
  showResult(id, null, view);
}

function button(text, action) {
  const made = element("button", text);
  made.addEventListener("click", () => Promise.resolve(action()).catch(error => showResult("Error", error.message)));
  return made;
}

function jobRow(job) {
  const path = "jobs/" + encodeURIComponent(job.job_id);
  const large = job.large === undefined ? null : element("span", ` ${job.large} bytes behind a link, ${job.large_taken ? "downloaded" : "not downloaded yet"}`);
  const select = element("select");
  select.setAttribute("aria-label", "status of " + job.job_id);
  for (const status of ["", "pending", "processing", "completed", "failed", "canceled", "cancelled", "expired", "unheard_of"]) select.append(element("option", status || "real"));
  select.value = job.forced ? job.status : "real";
  select.addEventListener("change", () => select.value === "real" ? control("DELETE", path) : control("POST", path, { status: select.value }));
  const made = row(element("code", job.job_id), element("span", job.status, job.status), [button("view", () => showView(job.job_id)), " ", button("read", () => showJob(job.job_id)), large],
    [select, " ", button("fail", () => control("POST", path, { status: "failed", error: "Forced by the sandbox's page" }))]);
  made.dataset.job = job.job_id;
  return made;
}

function requestRow(entry) {
  const details = element("details");
  details.append(element("summary", `${entry.body_size} bytes`), element("pre", entry.headers.map(header => header.join(": ")).join("\n") + "\n\n" + entry.body_start));
  return row(entry.sequence, element("code", `${entry.method} ${entry.path}${entry.query}`), element("span", entry.status || "none", entry.status >= 400 || !entry.status ? "error" : ""),
    entry.fault_rule === undefined ? "" : "rule " + entry.fault_rule, details);
}

function onState(state) {
  byId("clock").textContent = state.clock.now + (state.clock.frozen ? " (frozen)" : "");
  byId("freeze").textContent = state.clock.frozen ? "Let it run" : "Freeze";
  // A list that someone is choosing from stays until they have chosen.
  if (!byId("jobs").contains(document.activeElement) || document.activeElement.tagName !== "SELECT") byId("jobs").replaceChildren(...state.jobs.map(jobRow));
  byId("faults").replaceChildren(...state.faults.map(rule => row(`${rule.method ?? "any method"} ${rule.path_prefix ?? "any path"}`, rule.matched, rule.applied)));
  byId("receiver").textContent = state.webhooks.url ?? "none";
  byId("webhooks").replaceChildren(...state.webhooks.deliveries.map(delivery =>
    row(delivery.id, delivery.attempt, delivery.error ?? delivery.status, element("code", delivery.body))));
}

function onRequest(entry) {
  requests.set(entry.sequence, entry);
  byId("requests").prepend(requestRow(entry));
  while (byId("requests").children.length > maxRequests) byId("requests").lastChild.remove();
}

function listen() {
  const events = new EventSource("_sandbox/events");
  events.addEventListener("open", () => { byId("connection").textContent = "live"; });
  events.addEventListener("error", () => { byId("connection").textContent = "not connected"; });
  events.addEventListener("start", () => { byId("requests").replaceChildren(); });
  events.addEventListener("state", event => onState(JSON.parse(event.data)));
  events.addEventListener("request", event => onRequest(JSON.parse(event.data)));
}

const drop = byId("drop");
for (const type of ["dragover", "dragleave", "drop"]) {
  drop.addEventListener(type, event => {
    event.preventDefault();
    drop.classList.toggle("over", type === "dragover");
    if (type === "drop") for (const file of event.dataTransfer.files) submit(file);
  });
}
byId("file").addEventListener("change", event => { for (const file of event.target.files) submit(file); });
byId("freeze").addEventListener("click", () => control("POST", "clock", { freeze: byId("freeze").textContent === "Freeze" }));
byId("minute").addEventListener("click", () => control("POST", "clock", { advance: "1m" }));
byId("hour").addEventListener("click", () => control("POST", "clock", { advance: "1h" }));
byId("reset").addEventListener("click", () => control("POST", "reset"));
byId("clear-faults").addEventListener("click", () => control("DELETE", "faults"));
byId("set-faults").addEventListener("click", async () => {
  byId("fault-error").textContent = "";
  try {
    await control("POST", "faults", JSON.parse(byId("fault").value));
  } catch (error) {
    byId("fault-error").textContent = error.message;
  }
});
listen();
