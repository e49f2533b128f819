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
  const rate = (amount, time) => (time > 0 ? Math.round(amount / time) : 0);
  const body = byId("body");

  /* A heading and a table under it, which narrow windows scroll sideways. */
  function section(title, heads, rows, kind) {
    if (rows.length === 0) return;
    body.append(el("h2", { text: title }), el("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": title },
      el("table", { class: kind },
        el("thead", {}, el("tr", {}, ...heads.map(([name, kind]) => el("th", { scope: "col", class: kind }, name)))),
        el("tbody", {}, ...rows.map((row) => el("tr", {}, ...row.map((cell, index) => el("td", { class: heads[index][1] }, cell))))))));
  }
  /* Tables that have no rows say little, and may be many: their names, folded up. */
  function folded(tables, text) {
    if (tables.length === 0) return;
    const count = number(tables.length) + (tables.length === 1 ? " table" : " tables");
    body.append(el("details", {}, el("summary", { text: count + text }), el("p", { text: tables.join(", ") })));
  }
  const state = (name) => el("span", { class: "state " + name, text: name });
  const note = (text) => body.append(el("p", { class: "soft", text }));

  byId("head").append(
    el("div", {}, el("h1", { text: "Run " + report.run + " of " + report.plan }),
      el("p", {}, state(report.state), " after " + seconds(report.seconds) + ", "
        + report.jobs + (report.jobs === 1 ? " stream" : " streams"))),
    facts([["graph", el("code", { text: report.graph.slice(0, 19) + "…", title: report.graph })]]),
    themeButton());

  if (report.error) body.append(el("p", { class: "wrong", role: "alert", text: report.error }));
  const count = (wanted) => report.operations.filter(wanted).length;
  const sum = (name, value, kind) => el("div", {}, el("span", { class: "soft", text: name }), el("b", { class: kind, text: value }));
  const differing = report.comparisons.reduce((total, each) => total + each.differing, 0);
  body.append(el("div", { class: "sums" }, sum("rows written", number(report.rows.written)),
    sum("set aside", number(report.rows.rejected), report.rows.rejected > 0 ? "bad" : ""),
    sum("rows that differ", report.comparisons.length === 0 ? "not compared" : number(differing), differing > 0 ? "bad" : ""),
    sum("rows per second", number(report.rows_per_second)), sum("sent", bytes(report.bytes)),
    sum("operations done", number(count((each) => each.state === "done" || each.state === "skipped")) + " of " + number(report.operations.length))));

  section("Tables", [["table"], ["read", "number"], ["written", "number"], ["set aside", "number"], ["chunks", "number"],
    ["sent", "number"], ["time", "number"], ["rows/s", "number"], ["sent/s", "number"]],
  report.tables.filter((each) => each.read > 0).map((each) => [each.table, number(each.read), number(each.written), number(each.rejected), number(each.chunks),
    bytes(each.bytes), seconds(each.seconds), number(rate(each.written - (each.earlier || 0), each.seconds)),
    bytes(rate(each.bytes, each.seconds))]));
  folded(report.tables.filter((each) => each.read === 0).map((each) => each.table), " without rows");
  if (report.rows.earlier) note(number(report.rows.earlier) + " of the rows written had been committed by an earlier attempt.");

  const outcomes = { reject: "rows set aside", null: "became NULL", strip: "lost NULs", replace: "got U+FFFD for bytes that are not UTF-8",
    latin1: "were read as ISO 8859-1" };
  section("Values that were not taken as they are", [["table"], ["column"], ["what became of them"], ["how many", "number"]],
    report.tables.flatMap((each) => (each.policies || []).map((use) => [each.table, use.column, outcomes[use.policy], number(use.count)])));
  section("Files of rows that were set aside", [["table"], ["file"], ["rows", "number"]],
    report.tables.filter((each) => each.reject_file).map((each) => [each.table, el("code", { text: each.reject_file }), number(each.rejected)]));

  const isEmpty = (each) => each.source_rows === 0 && each.target_rows === 0;
  section("Values compared", [["table"], ["in the source", "number"], ["set aside", "number"], ["in the target", "number"], ["differing", "number"]],
    report.comparisons.filter((each) => !isEmpty(each)).map((each) => [each.table, number(each.source_rows), number(each.rejected), number(each.target_rows),
      el("span", { class: each.differing > 0 ? "state failed" : "state done", text: each.differing > 0 ? number(each.differing) : "none" })]));
  folded(report.comparisons.filter(isEmpty).map((each) => each.table), " without rows on either side");
  const checks = report.operations.filter((each) => each.kind === "verify_counts" || each.kind === "verify_schema");
  if (checks.length) {
    note("Counts and structure: " + number(checks.filter((each) => each.state === "done").length) + " of "
      + number(checks.length) + (checks.length === 1 ? " check" : " checks") + " held.");
  }

  // The time line: in the order of their beginning, each at its place

  const whole = Math.max(report.seconds, 0.001);
  const share = (value) => (100 * value / whole).toFixed(2) + "%";
  const began = (each) => (each.start === undefined ? Infinity : each.start);
  const ordered = [...report.operations].sort((a, b) => began(a) - began(b) || report.operations.indexOf(a) - report.operations.indexOf(b));
  const axis = el("div", { class: "axis", "aria-hidden": "true" }, ...[0, 0.25, 0.5, 0.75, 1].map((part) => el("span", { text: seconds(whole * part) })));
  section("Time line", [["operation"], ["state"], ["rows", "number"], ["from", "number"], ["time", "number"], [axis]],
    ordered.map((each) => {
      const track = el("div", { class: "track", "aria-hidden": "true" });
      if (each.start !== undefined) {
        const bar = el("div", { class: "bar", "data-kind": each.kind, hue: hue(each.kind) });
        bar.style.marginLeft = share(Math.min(each.start, whole));
        bar.style.width = share(each.seconds);
        track.append(bar);
      }
      return [each.id, state(each.state), each.rows === undefined ? "" : number(each.rows),
        each.start === undefined ? "" : seconds(each.start), seconds(each.seconds), track];
    }), "bars");

  section("What commands and addresses answered", [["operation"], ["answer"]],
    report.operations.filter((each) => each.output).map((each) => [each.id, el("pre", { text: each.output })]));
  section("Sequences", [["sequence of"], ["set to", "number"]],
    report.sequences.map((each) => [each.name, each.value === null ? "its start" : number(each.value)]));

  if (report.undo) {
    body.append(el("h2", { text: "Undone" }));
    if (report.undo.undone.length) body.append(el("ul", {}, ...report.undo.undone.map((id) => el("li", { class: "mono", text: id }))));
    else note("Nothing.");
    section("Still in the target", [["operation"], ["because"]], report.undo.remaining.map((each) => [each.operation, each.reason]));
  }
  document.documentElement.dataset.ready = "";
})();
