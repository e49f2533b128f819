(async function () {
  const report = await unpack();
  const number = (value) => value.toLocaleString("en");
  const seconds = (value) => (value < 120 ? value.toFixed(value < 10 ? 3 : 1) + " s" : Math.floor(value / 60) + " min " + Math.round(value % 60) + " s");
  const bytes = (value) => {
    let size = value;
    for (const unit of ["B", "kB", "MB", "GB"]) {
      if (size < 1000) return (unit === "B" ? size : size.toFixed(1)) + " " + unit;
      size /= 1000;
    }
    return size.toFixed(1) + " TB";
  };
  const table = (heads, rows, name) => el("div", { class: "scroll" }, el("table", { class: name },
    el("thead", {}, el("tr", {}, ...heads.map(([text, kind]) => el("th", { scope: "col", class: kind, text })))),
    el("tbody", {}, ...rows.map((row) => el("tr", {}, ...row.map((cell, index) =>
      el("td", { class: heads[index][1] }, cell)))))));

  byId("head").append(
    el("div", {}, el("h1", { text: "Run " + report.run + " of " + report.plan }),
      el("p", {}, el("span", { class: "state " + report.state, text: report.state }), " after " + seconds(report.seconds) + ", "
        + report.jobs + (report.jobs === 1 ? " stream" : " streams"))),
    facts([["graph", el("code", { text: report.graph.slice(0, 19) + "…", title: report.graph })]]),
    themeButton());

  const body = byId("body");
  if (report.error) body.append(el("p", { class: "wrong", role: "alert", text: report.error }));
  const sum = (name, value) => el("div", {}, el("span", { class: "soft", text: name }), el("b", { text: value }));
  body.append(el("div", { class: "sums" }, sum("rows written", number(report.rows.written)),
    sum("rejected", number(report.rows.rejected)), sum("rows per second", number(report.rows_per_second)),
    sum("sent", bytes(report.bytes)), sum("operations done", number(report.operations.filter((each) => each.state === "done").length))));

  if (report.tables.length) body.append(el("h2", { text: "Tables" }), table(
    [["table"], ["read", "number"], ["written", "number"], ["rejected", "number"], ["chunks", "number"], ["sent", "number"], ["time", "number"], ["rows/s", "number"]],
    report.tables.map((each) => [each.table, number(each.read), number(each.written), number(each.rejected), number(each.chunks),
      bytes(each.bytes), seconds(each.seconds), each.seconds > 0 ? number(Math.round(each.written / each.seconds)) : ""])));

  const longest = Math.max(0.001, ...report.operations.map((each) => each.seconds));
  body.append(el("h2", { text: "Operations" }), table([["operation"], ["state"], ["rows", "number"], ["time", "number"], [""]],
    report.operations.map((each) => {
      const bar = el("div", { class: "bar", "data-kind": each.kind, hue: hue(each.kind) });
      bar.style.width = (100 * each.seconds / longest).toFixed(2) + "%";
      return [each.id, el("span", { class: "state " + each.state, text: each.state }), each.rows === undefined ? "" : number(each.rows),
        seconds(each.seconds), bar];
    }), "bars"));

  if (report.sequences.length) body.append(el("h2", { text: "Sequences" }), table([["sequence of"], ["set to", "number"]],
    report.sequences.map((each) => [each.name, each.value === null ? "its start" : number(each.value)])));

  if (report.undo) {
    body.append(el("h2", { text: "Undone" }));
    if (report.undo.undone.length) body.append(el("ul", {}, ...report.undo.undone.map((id) => el("li", { class: "mono", text: id }))));
    else body.append(el("p", { class: "soft", text: "Nothing." }));
    if (report.undo.remaining.length) body.append(el("h2", { text: "Still in the target" }), table([["operation"], ["because"]],
      report.undo.remaining.map((each) => [each.operation, each.reason])));
  }
  document.documentElement.dataset.ready = "";
})();
