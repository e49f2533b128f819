internal import PlanSupport
package import Testing

/// A browser without a window, to look at pages with.
package enum Browser {
    private static let program = ["chromium", "chromium-browser", "google-chrome"].lazy.compactMap {
        Subprocess.find($0)
    }
    .first

    /// Whether its tests run: it is there, or its absence has to be a failure.
    package static var isExpected: Bool { program != nil || Subprocess.variable("PLAN_REQUIRE_BROWSER") != nil }

    /// What a page is after it was loaded and a script was run in it.
    package struct Visit {
        /// What the script gave, each value as text.
        package let answers: [String]
        /// What the page wrote to the console, errors among it.
        package let console: [String]
    }

    /// Loads a page of ours, waits until it says that it is ready, and runs a script there.
    ///
    /// - Parameter script: the body of a function that returns an array.
    package static func visit(_ page: String, width: Int = 1280, _ script: String) throws -> Visit {
        guard let program else { throw PlanTool.Failure(reason: "chromium is required and not installed") }
        let directory = try TemporaryDirectory()
        return try withExtendedLifetime(directory) {
            let visitor = """
                <script>
                (async function () {
                  for (let turn = 0; turn < 500 && !("ready" in document.documentElement.dataset); turn += 1)
                    await new Promise((done) => setTimeout(done, 10));
                  const answers = await (async function () { \(script) })();
                  document.body.replaceChildren();
                  for (const answer of answers) {
                    const line = document.createElement("p");
                    line.textContent = encodeURIComponent(String(answer));
                    document.body.append(line);
                  }
                })();
                </script>
                """
            let path = try directory.write(Array((page + visitor).utf8), to: "page.html")
            let browser = Subprocess(
                program,
                [
                    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-extensions",
                    "--user-data-dir=\(directory.file("profile"))", "--enable-logging=stderr", "--log-level=0",
                    "--window-size=\(width),900", "--virtual-time-budget=20000", "--dump-dom", "file://\(path)",
                ])
            let output = try browser.run(outputLimit: 1 << 26)
            guard output.status.isSuccess else { throw PlanTool.Failure(reason: output.errorText) }
            let answers = output.text.matches(of: /<p>([^<]*)<\/p>/).map { decoded(String($0.1)) }
            let console = output.errorText.split(separator: "\n").map(String.init).filter { $0.contains("CONSOLE") }
            return Visit(answers: answers, console: console)
        }
    }

    /// A text of `encodeURIComponent`.
    private static func decoded(_ text: String) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "%"), let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension Trait where Self == ConditionTrait {
    /// The test needs Chromium: it is skipped where that is absent, unless `PLAN_REQUIRE_BROWSER` is set.
    package static var requiresBrowser: Self {
        .enabled(if: Browser.isExpected, "Chromium is not installed: apt-get install chromium")
    }
}
