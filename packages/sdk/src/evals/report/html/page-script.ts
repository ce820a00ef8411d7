/**
 * The filterable tables of the HTML report, as it runs in the reader's browser. Everything from the run becomes text
 * nodes, never markup.
 */
export const pageScript = `
"use strict";
const pageSize = 100;
for (const section of document.querySelectorAll("section.run")) showCases(section);
function showCases(section) {
  const data = JSON.parse(section.querySelector("script[type='application/json']").textContent);
  const box = section.querySelector(".cases");
  const [search, outcome, change] = box.querySelectorAll("input, select");
  const count = box.querySelector("output");
  const body = box.querySelector("tbody");
  const more = box.querySelector("button.more");
  const texts = data.cases.map((entry) => JSON.stringify(entry).toLowerCase());
  let found = [];
  let shown = 0;
  const showMore = () => {
    for (const entry of found.slice(shown, shown + pageSize)) body.append(...rowsOf(entry, data.metrics));
    shown = Math.min(found.length, shown + pageSize);
    more.hidden = shown === found.length;
    count.textContent = found.length + " of " + data.cases.length + " cases" + (shown < found.length ? ", " + shown + " shown" : "");
  };
  const filter = () => {
    const words = search.value.toLowerCase().split(/\\s+/).filter(Boolean);
    found = data.cases.filter((entry, index) =>
      (outcome.value === "" || (outcome.value === "wrong" ? entry.isWrong : entry.outcome === outcome.value)) &&
      (change.value === "" || (entry.changes ?? []).some((text) => text.startsWith(change.value))) &&
      words.every((word) => texts[index].includes(word)));
    shown = 0;
    body.replaceChildren();
    showMore();
  };
  search.addEventListener("input", filter);
  outcome.addEventListener("change", filter);
  change.addEventListener("change", filter);
  more.addEventListener("click", showMore);
  box.hidden = false;
  filter();
}
function rowsOf(entry, metrics) {
  const row = make("tr");
  const open = make("button", entry.label);
  open.className = "row";
  open.type = "button";
  open.setAttribute("aria-expanded", "false");
  const name = make("td");
  name.append(open);
  const outcome = make("td", entry.outcome);
  outcome.className = entry.isWrong ? "bad" : entry.outcome === "passed" ? "good" : "";
  row.append(name, outcome, ...metrics.map((metric) => make("td", entry.scores[metric]?.text ?? "–")), make("td", entry.time));
  const details = make("tr");
  details.hidden = true;
  open.addEventListener("click", () => {
    if (details.childNodes.length === 0) fill(details, entry, metrics);
    details.hidden = !details.hidden;
    open.setAttribute("aria-expanded", String(!details.hidden));
  });
  return [row, details];
}
function fill(details, entry, metrics) {
  const cell = make("td");
  cell.colSpan = metrics.length + 3;
  cell.className = "text";
  const list = make("dl");
  const add = (name, text, isBlock) => {
    if (text === undefined || text === null) return;
    const value = make("dd");
    value.append(make(isBlock ? "pre" : "span", text));
    list.append(make("dt", name), value);
  };
  add("error", entry.error, true);
  add("inputs", entry.inputs, true);
  add("outputs", entry.outputs, true);
  add("expected", entry.groundTruth, true);
  add("metadata", entry.metadata, true);
  for (const metric of metrics) add(metric, entry.scores[metric]?.explanation);
  add("compared", entry.changes?.join(", "));
  add("run it again", entry.command, true);
  add("session", entry.sessionId);
  cell.append(list);
  details.append(cell);
}
function showControl(character) {
  return "\\\\x" + character.charCodeAt(0).toString(16).padStart(2, "0");
}
function make(name, text) {
  const element = document.createElement(name);
  if (text !== undefined) element.textContent = text.replace(/[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f]/g, showControl);
  return element;
}
`;
