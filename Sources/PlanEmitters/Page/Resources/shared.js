"use strict";

/* Makes an element: properties that are functions are listeners, "text" is its text, others are attributes. */
function el(tag, properties, ...children) {
  const svg = ["svg", "g", "rect", "text", "path", "title"].includes(tag);
  const node = svg ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(properties || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(name, value);
    else if (name === "text") node.textContent = value;
    else if (name === "hue") node.style.setProperty("--hue", value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

const byId = (id) => document.getElementById(id);

const hues = {
  create_schema: 255, create_extension: 275, create_table: 240, copy_rows: 150, verify_counts: 180, verify_values: 180,
  verify_schema: 190, add_primary_key: 300, add_unique: 325, create_index: 85, add_foreign_key: 15, set_sequence: 115, create_view: 210,
  create_trigger: 50,
};
const hue = (kind) => (kind in hues ? hues[kind] : 260);

/* The data of the page: deflated JSON in base64. */
async function unpack() {
  const letters = atob(byId("data").textContent);
  const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return JSON.parse(await new Response(stream).text());
}

const words = new RegExp(
  "('(?:[^']|'')*')|(--[^\\n]*)|(\"(?:[^\"]|\"\")*\")|\\b(SELECT|FROM|WHERE|AND|OR|NOT|NULL|CREATE|TABLE|INDEX|UNIQUE|"
  + "VIEW|TRIGGER|FUNCTION|RETURNS|LANGUAGE|AS|ALTER|ADD|CONSTRAINT|PRIMARY|FOREIGN|KEY|REFERENCES|ON|DELETE|UPDATE|"
  + "INSERT|INTO|VALUES|SET|DROP|TRUNCATE|EXTENSION|SCHEMA|DEFAULT|CHECK|GENERATED|ALWAYS|BY|IDENTITY|STORED|SEQUENCE|"
  + "NAME|LOCK|IN|MODE|ORDER|GROUP|LIMIT|BETWEEN|CASE|WHEN|THEN|ELSE|END|BEGIN|RETURN|FOR|EACH|ROW|EXECUTE|BEFORE|"
  + "AFTER|INSTEAD|OF|JOIN|LEFT|USING|WITH|CASCADE|RESTRICT|DEFERRABLE|INITIALLY|DEFERRED|VALID|IS|EXISTS|DESC|ASC)\\b", "g");

/* SQL with its words, texts and comments marked. */
function sql(text) {
  const pre = el("pre", { class: "sql", tabindex: 0 });
  let last = 0;
  for (const match of text.matchAll(words)) {
    pre.append(text.slice(last, match.index));
    const kind = match[1] !== undefined ? "sql-text" : match[2] !== undefined ? "sql-comment" : match[4] !== undefined ? "sql-word" : "";
    pre.append(el("span", { class: kind, text: match[0] }));
    last = match.index + match[0].length;
  }
  pre.append(text.slice(last));
  return pre;
}

/* Follows the system until a person chooses otherwise. */
function themeButton() {
  const order = ["auto", "light", "dark"];
  const button = el("button", { class: "theme", type: "button" });
  let place = 0;
  const show = () => {
    button.textContent = { auto: "◐ auto", light: "☀ light", dark: "☾ dark" }[order[place]];
    button.setAttribute("aria-label", "Colors: " + order[place]);
    if (place === 0) delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = order[place];
  };
  button.addEventListener("click", () => { place = (place + 1) % order.length; show(); });
  show();
  return button;
}

function facts(pairs) {
  const list = el("dl", { class: "facts" });
  for (const [name, value, kind] of pairs) {
    if (value === null || value === undefined || value === "") continue;
    list.append(el("dt", { text: name }), el("dd", { class: kind }, value));
  }
  return list;
}
