(async function () {
  const data = await unpack();
  const operations = data.operations;
  operations.forEach((operation, index) => {
    operation.index = index;
    operation.next = [];
    operation.words = (operation.id + " " + JSON.stringify(operation.do) + " " + operation.reads + " " + operation.writes).toLowerCase();
  });
  operations.forEach((operation) => operation.after.forEach((before) => operations[before].next.push(operation.index)));
  const kinds = data.kinds.filter((kind) => operations.some((operation) => operation.kind === kind));
  const lanes = [...new Set(operations.map((operation) => operation.lane))];
  const writers = new Map();
  operations.forEach((operation) => operation.writes.forEach((effect) => writers.set(effect, operation.index)));
  const shownKinds = new Set(kinds);
  let chosen = null;
  let shown = new Set(operations.keys());

  // The head

  byId("head").append(
    el("div", {}, el("h1", { text: data.plan.name }),
      data.plan.description ? el("p", { text: data.plan.description }) : null),
    facts([
      ["from", data.source], ["to", data.target],
      ["plan", data.plan.path + (data.plan.created ? ", of " + data.plan.created : "")],
      ["graph", el("code", { text: data.digest.slice(0, 19) + "…", title: data.digest })],
      ["operations", String(operations.length)],
    ]));
  byId("theme").append(themeButton());

  // Filters

  const laneSelect = byId("lane");
  lanes.forEach((lane) => laneSelect.append(el("option", { value: lane, text: lane })));
  kinds.forEach((kind) => {
    const count = operations.filter((operation) => operation.kind === kind).length;
    const chip = el("button", { type: "button", class: "chip", "data-kind": kind, hue: hue(kind), "aria-pressed": "true" },
      kind.replaceAll("_", " "), el("b", { text: String(count) }));
    chip.addEventListener("click", () => {
      if (shownKinds.size === kinds.length) { shownKinds.clear(); shownKinds.add(kind); }
      else if (shownKinds.has(kind)) shownKinds.delete(kind);
      else shownKinds.add(kind);
      if (shownKinds.size === 0) kinds.forEach((every) => shownKinds.add(every));
      byId("chips").querySelectorAll("button").forEach((other) =>
        other.setAttribute("aria-pressed", String(shownKinds.has(other.dataset.kind))));
      filter();
    });
    byId("chips").append(chip);
  });
  byId("search").addEventListener("input", filter);
  laneSelect.addEventListener("change", filter);

  function filter() {
    const wanted = byId("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    const lane = laneSelect.value;
    shown = new Set(operations.filter((operation) =>
      shownKinds.has(operation.kind) && (!lane || operation.lane === lane)
      && wanted.every((word) => operation.words.includes(word))).map((operation) => operation.index));
    items.forEach((item, index) => item.classList.toggle("hidden", !shown.has(index)));
    nodes.forEach((node, index) => node.classList.toggle("out", !shown.has(index)));
    byId("none").classList.toggle("hidden", shown.size > 0);
    byId("count").textContent = shown.size === operations.length ? "" : shown.size + " of " + operations.length;
  }

  // The list

  const list = byId("list");
  const items = operations.map((operation) => {
    const item = el("li", { role: "option", id: "item-" + operation.index, "aria-selected": "false",
      "data-kind": operation.kind, hue: hue(operation.kind), click: () => choose(operation.index, "list") },
      el("div", { class: "kind" }, operation.kind.replaceAll("_", " "), el("span", { class: "soft", text: String(operation.index + 1) })),
      el("div", { class: "name", text: operation.name }));
    list.append(item);
    return item;
  });
  list.addEventListener("keydown", (event) => {
    const visible = [...shown].sort((a, b) => a - b);
    if (visible.length === 0) return;
    const place = chosen === null ? -1 : visible.indexOf(chosen);
    const moves = { ArrowDown: place + 1, ArrowUp: Math.max(place - 1, 0), Home: 0, End: visible.length - 1,
      PageDown: place + 12, PageUp: Math.max(place - 12, 0) };
    if (!(event.key in moves)) return;
    event.preventDefault();
    choose(visible[Math.min(moves[event.key], visible.length - 1)], "list");
  });

  // The drawing: a lane for each table, a column for each kind

  const box = { width: 138, height: 20, gapX: 30, gapY: 5, left: 190, top: 30, lane: 10 };
  const columns = new Map(kinds.map((kind, index) => [kind, index]));
  const cells = new Map();
  operations.forEach((operation) => {
    const key = operation.lane + "\n" + operation.kind;
    operation.row = cells.get(key) || 0;
    cells.set(key, operation.row + 1);
  });
  const tops = new Map();
  let height = box.top;
  const width = box.left + kinds.length * (box.width + box.gapX);
  const svg = el("svg", { "aria-hidden": "true" });
  const names = el("g");
  const heads = el("g", {}, el("rect", { class: "lane-cover", x: 0, y: 0, width, height: box.top }));
  lanes.forEach((lane, index) => {
    const rows = Math.max(...kinds.map((kind) => cells.get(lane + "\n" + kind) || 0));
    const tall = rows * (box.height + box.gapY) + 2 * box.lane - box.gapY;
    tops.set(lane, height + box.lane);
    svg.append(el("rect", { class: index % 2 ? "lane odd" : "lane", x: 0, y: height, width, height: tall }));
    names.append(el("rect", { class: index % 2 ? "lane-cover odd" : "lane-cover", x: 0, y: height, width: box.left - 20, height: tall }));
    names.append(el("text", { class: "lane-name", x: 12, y: height + box.lane + 14 }, short(lane.replace(/^[^."]*\./, ""), 21), el("title", { text: lane })));
    height += tall;
  });
  height += 12;
  kinds.forEach((kind, index) => heads.append(el("text", { class: "column-name",
    x: box.left + index * (box.width + box.gapX), y: 20, text: kind.replaceAll("_", " ") })));
  const place = (operation) => ({ x: box.left + columns.get(operation.kind) * (box.width + box.gapX),
    y: tops.get(operation.lane) + operation.row * (box.height + box.gapY) });
  const edges = [];
  operations.forEach((operation) => operation.after.forEach((before) => {
    const from = place(operations[before]);
    const to = place(operation);
    const [x1, y1, x2, y2] = [from.x + box.width, from.y + box.height / 2, to.x, to.y + box.height / 2];
    const bend = Math.max(18, Math.min(70, Math.abs(x2 - x1) / 2));
    const path = el("path", { class: "edge", d: `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}` });
    edges.push({ from: before, to: operation.index, path });
    svg.append(path);
  }));
  const nodes = operations.map((operation) => {
    const at = place(operation);
    const label = operation.name.split(".").pop().replaceAll('"', "") || operation.name;
    const node = el("g", { class: "node", "data-kind": operation.kind, "data-index": operation.index,
      transform: `translate(${at.x} ${at.y})`, hue: hue(operation.kind), click: () => choose(operation.index, "graph") },
      el("rect", { width: box.width, height: box.height, rx: 4 }),
      el("text", { x: 8, y: 14, text: short(label, 19) }), el("title", { text: operation.id }));
    svg.append(node);
    return node;
  });
  svg.append(names, heads);
  byId("drawing").append(svg);

  function short(text, length) { return text.length > length ? text.slice(0, length - 1) + "…" : text; }

  let scale = 1;
  const pane = byId("graph");
  // The names of lanes and columns stay in sight.
  pane.addEventListener("scroll", () => {
    names.setAttribute("transform", `translate(${pane.scrollLeft / scale} 0)`);
    heads.setAttribute("transform", `translate(0 ${pane.scrollTop / scale})`);
  });
  function zoom(to, x, y) {
    const next = Math.min(2.5, Math.max(0.08, to));
    const [px, py] = [x === undefined ? pane.clientWidth / 2 : x, y === undefined ? pane.clientHeight / 2 : y];
    const [cx, cy] = [(pane.scrollLeft + px) / scale, (pane.scrollTop + py) / scale];
    scale = next;
    svg.setAttribute("width", Math.ceil(width * scale));
    svg.setAttribute("height", Math.ceil(height * scale));
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    pane.scrollTo(cx * scale - px, cy * scale - py);
  }
  byId("in").addEventListener("click", () => zoom(scale * 1.25));
  byId("out").addEventListener("click", () => zoom(scale / 1.25));
  byId("fit").addEventListener("click", fit);
  function fit() {
    const smallest = Math.min(pane.clientWidth / width, pane.clientHeight / height) || 1;
    zoom(Math.max(0.08, Math.min(1, smallest)));
  }
  pane.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    const frame = pane.getBoundingClientRect();
    zoom(scale * Math.exp(-event.deltaY / 300), event.clientX - frame.left, event.clientY - frame.top);
  }, { passive: false });
  let drag = null;
  pane.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "mouse" || event.button !== 0 || event.target.closest(".node, button")) return;
    drag = { x: event.clientX + pane.scrollLeft, y: event.clientY + pane.scrollTop };
  });
  window.addEventListener("pointermove", (event) => { if (drag) pane.scrollTo(drag.x - event.clientX, drag.y - event.clientY); });
  window.addEventListener("pointerup", () => { drag = null; });

  // One operation

  function choose(index, from) {
    chosen = index;
    const operation = operations[index];
    items.forEach((item, other) => item.setAttribute("aria-selected", String(other === index)));
    list.setAttribute("aria-activedescendant", "item-" + index);
    const near = new Set([...operation.after, ...operation.next]);
    nodes.forEach((node, other) => {
      node.classList.toggle("on", other === index);
      node.classList.toggle("near", near.has(other));
    });
    edges.forEach((edge) => edge.path.classList.toggle("on", edge.from === index || edge.to === index));
    show(operation);
    items[index].scrollIntoView({ block: "nearest" });
    if (from !== "graph") {
      const at = place(operation);
      const isInside = (start, length, from, size) => start * scale >= from && (start + length) * scale <= from + size;
      const isInX = isInside(at.x - box.left, box.left + box.width, pane.scrollLeft, pane.clientWidth);
      const isInY = isInside(at.y - box.top, box.top + box.height, pane.scrollTop, pane.clientHeight);
      pane.scrollTo(isInX ? pane.scrollLeft : (at.x + box.width + box.gapX) * scale - pane.clientWidth,
        isInY ? pane.scrollTop : at.y * scale - pane.clientHeight / 3);
    }
    history.replaceState(null, "", "#" + encodeURIComponent(operation.id));
    if (isNarrow() && from !== "start") view("detail");
  }

  function instruction(value) {
    const parts = [];
    const part = (name, node) => parts.push(el("h3", { text: name }), node);
    if (value.sql !== undefined) {
      parts.push(sql(value.sql));
      if (value.unless) part("unless the target answers true to", sql(value.unless));
      if (value.with) part("with what the source answers to", sql(value.with));
    } else if (value.check !== undefined) {
      part("the target must answer", sql(value.check.query));
      if (value.check.equals_source !== undefined) part("as the source answers", sql(value.check.equals_source));
      else part("with", el("pre", { text: String(value.check.equals) }));
      parts.push(el("p", { class: "soft", text: "or else: " + value.check.message }));
    } else if (value.copy !== undefined) {
      const chunks = value.copy.chunk_by === "none" ? "in one piece" : "in chunks of " + value.copy.chunk_rows + " rows, by " + value.copy.chunk_by;
      part("rows of the source, " + chunks, sql(value.copy.read));
      part("into", sql(value.copy.into));
    } else if (value.verify !== undefined) {
      part("compares every value with", sql(value.verify.from));
      part("row by row", el("pre", { text: "by " + (value.verify.key.length ? value.verify.key.join(", ") : "all columns") + ", against the rows of " + value.verify.copy }));
    } else {
      parts.push(el("pre", { text: JSON.stringify(value, null, 2) }));
    }
    return parts;
  }

  function columnTable(operation) {
    const copy = operation.do.map((value) => value.copy).find(Boolean);
    if (!copy || !operation.read) return null;
    const body = el("tbody");
    copy.columns.forEach((column, index) => body.append(el("tr", {},
      el("td", { class: "mono", text: (operation.read[index] || "").replace(/^"(.*)"$/, "$1") }), el("td", { text: column.codec }),
      el("td", { class: "mono", text: column.name }), el("td", { class: "mono", text: column.type }))));
    return el("table", {}, el("thead", {}, el("tr", {}, el("th", { scope: "col", text: "source" }), el("th", { scope: "col", text: "read as" }),
      el("th", { scope: "col", text: "target" }), el("th", { scope: "col", text: "type" }))), body);
  }

  function references(indices) {
    return el("ul", { class: "refs" }, ...indices.map((index) => el("li", {},
      el("button", { type: "button", click: () => choose(index, "detail"), text: operations[index].id }))));
  }

  function effects(names, operation) {
    return el("ul", { class: "refs" }, ...names.map((name) => {
      const writer = writers.get(name);
      if (writer === undefined || writer === operation.index) return el("li", { class: "plain mono", text: name });
      return el("li", {}, el("button", { type: "button", title: "written by " + operations[writer].id, text: name,
        click: () => choose(writer, "detail") }));
    }));
  }

  function describe(operation) {
    const risk = operation.risk;
    const warnings = [risk.destructive ? "destroys what was there" : "", risk.rewrites ? "rewrites a table" : ""].filter(Boolean);
    const parts = [
      el("span", { class: "badge", "data-kind": operation.kind, hue: hue(operation.kind), text: operation.kind.replaceAll("_", " ") }),
      el("h2", { text: operation.name }),
      facts([
        ["place", operation.index + 1 + " of " + operations.length],
        ["in the plan", operation.line ? data.plan.path + ", line " + operation.line : ""],
        ["lock", risk.lock === "none" ? "" : risk.lock.replaceAll("_", " ")],
        ["risk", warnings.join(", "), "warn"],
        ["digest", operation.digest, "mono"],
      ]),
    ];
    const part = (name, ...nodes) => { if (nodes.some(Boolean)) parts.push(el("h3", { text: name }), ...nodes.filter(Boolean)); };
    const source = operation.kind === "create_table" ? data.sources[operation.name] : undefined;
    if (source !== undefined) {
      parts.push(el("div", { class: "sides" },
        el("div", {}, el("h3", { text: "In the source" }), sql(source)),
        el("div", {}, el("h3", { text: "In the target" }), ...operation.do.flatMap(instruction))));
    } else {
      part("What it does", ...operation.do.flatMap(instruction));
    }
    const table = columnTable(operation);
    if (table) part("Columns", table);
    if (Array.isArray(operation.undo)) {
      if (operation.undo.length > 0) part("How it is undone", ...operation.undo.flatMap(instruction));
      else part("How it is undone", el("p", { class: "soft", text: "There is nothing to undo." }));
    } else part("It cannot be undone", el("p", { class: "warn", text: operation.undo.irreversible }));
    if (operation.after.length) part("Waits for", references(operation.after));
    if (operation.next.length) part("Is waited for by", references(operation.next));
    if (operation.reads.length) part("Reads", effects(operation.reads, operation));
    if (operation.writes.length) part("Writes", effects(operation.writes, operation));
    return parts;
  }

  function show(operation) {
    const detail = byId("detail");
    detail.replaceChildren(...describe(operation));
    detail.scrollTop = 0;
  }

  // Views of a narrow window

  const views = { list: "Operations", graph: "Graph", detail: "Details" };
  for (const name of Object.keys(views)) {
    byId("tabs").append(el("button", { type: "button", "data-view": name, text: views[name], click: () => view(name) }));
  }
  function isNarrow() { return getComputedStyle(byId("tabs")).display !== "none"; }
  function view(name) {
    byId("panes").dataset.view = name;
    byId("tabs").querySelectorAll("button").forEach((button) =>
      button.setAttribute("aria-pressed", String(button.dataset.view === name)));
    // A narrow window scrolls as a whole: what is looked at is to be in sight.
    if (name === "detail" && isNarrow()) byId("tabs").scrollIntoView({ block: "start" });
    if (name === "list" && isNarrow() && chosen !== null) items[chosen].scrollIntoView({ block: "center" });
    if (name === "graph" && svg.getAttribute("data-fitted") === null) { svg.setAttribute("data-fitted", ""); zoom(0.8, 0, 0); pane.scrollTo(0, 0); }
  }

  // Keys and paper

  document.addEventListener("keydown", (event) => {
    const isTyping = ["INPUT", "SELECT", "TEXTAREA"].includes(document.activeElement.tagName);
    if (event.key === "/" && !isTyping) { event.preventDefault(); byId("search").focus(); }
    if (event.key === "Escape" && isTyping) { byId("search").value = ""; filter(); list.focus(); }
  });
  window.addEventListener("beforeprint", () => {
    byId("printed").replaceChildren(...operations.filter((operation) => shown.has(operation.index)).map((operation) =>
      el("section", {}, el("h2", { text: operation.index + 1 + ". " + operation.id }), ...operation.do.flatMap(instruction))));
  });

  fit();
  if (scale < 0.6) { zoom(0.8, 0, 0); pane.scrollTo(0, 0); }
  filter();
  view("list");
  const wanted = operations.findIndex((operation) => "#" + encodeURIComponent(operation.id) === location.hash);
  if (operations.length > 0) choose(wanted >= 0 ? wanted : 0, "start");
  document.documentElement.dataset.ready = "";
})();
