import PlanCommands
import PlanDiagnostics
import PlanSupport
import PlanTestSupport
import Testing

@Suite struct DiagnosticPageTests {
    private static let directory = "docs/diagnostics"

    /// The first two digits of a code, and what its family is about.
    private static let families = [
        ("00", "Command line and files"), ("01", "YAML"), ("02", "The plan as a document"),
        ("03", "Names against the catalog"), ("04", "Types and values"), ("05", "SQL"), ("06", "Graphs"),
        ("07", "Before a run"), ("08", "Running"), ("09", "Verification"),
    ]

    /// Which families the pages of a file belong to.
    private static let areas = [
        "FileDiagnostics": ["00", "06"], "YAMLDiagnostics": ["01"], "DocumentDiagnostics": ["02"],
        "DocumentDiagnostics+Pages": ["02"], "NameDiagnostics": ["03"], "TypeDiagnostics": ["04"],
        "ExistingDiagnostics": ["03", "04"],
        "TranslationDiagnostics": ["05"], "LintDiagnostics": ["06"], "RunDiagnostics": ["07", "08", "09"],
    ]

    @Test func `the page of each code is what explain prints`() throws {
        for page in Tool.diagnosticPages {
            try Repository.expectFile("\(Self.directory)/\(page.code).md", toHold: Array(page.markdown.utf8))
        }
    }

    @Test func `the index lists every code by its family`() throws {
        var text = "# Diagnostics\n\n"
        text +=
            "Every error and every warning has a code, which is never given to another. `plan explain CODE` prints\n"
        text += "the page.\n"
        for (family, title) in Self.families {
            let pages = Tool.diagnosticPages.filter { Self.family(of: $0.code.description) == family }
            #expect(!pages.isEmpty, "no code of family \(family)")
            var table = MarkdownTable(["Code", "Meaning"])
            for page in pages { table.add(["[\(page.code)](\(page.code).md)", page.title]) }
            text += "\n## \(title)\n\n" + table.lines.joined(separator: "\n") + "\n"
        }
        try Repository.expectFile("\(Self.directory)/README.md", toHold: Array(text.utf8))
    }

    @Test func `every page is that of a code`() {
        let expected = Set(Tool.diagnosticPages.map { "\(Self.directory)/\($0.code).md" })
        let found = Document.paths.filter { $0.hasPrefix(Self.directory + "/PLN") }
        #expect(Set(found).subtracting(expected) == [], "pages of codes that are not there")
    }

    @Test func `a code has one page, in a family that is known`() {
        let codes = Tool.diagnosticPages.map(\.code.description)
        #expect(Set(codes).count == codes.count, "two pages have one code")
        for code in codes {
            #expect(code.wholeMatch(of: /PLN[0-9]{4}/) != nil)
            #expect(Self.families.contains { $0.0 == Self.family(of: code) }, "\(code) is of no family")
        }
    }

    @Test func `every code that is used has a page, and every page is of a code that is used`() throws {
        var used: [String: String] = [:]
        for path in Repository.allFiles(under: "Sources", ending: ".swift") {
            let text = try Repository.text(of: path)
            let area = Self.areas[String(Path.name(of: path).dropLast(".swift".count))]
            for match in text.matches(of: /(DiagnosticPage\(\s*)?"(PLN[0-9]{4})"/) {
                let code = String(match.2)
                if match.1 == nil {
                    used[code] = path
                } else {
                    #expect(area?.contains(Self.family(of: code)) == true, "\(code) in \(path) is of another family")
                }
            }
        }
        let explained = Set(Tool.diagnosticPages.map(\.code.description))
        for (code, path) in used { #expect(explained.contains(code), "\(code), used in \(path), has no page") }
        for code in explained { #expect(used[code] != nil, "\(code) has a page and is not used") }
    }

    private static func family(of code: String) -> String { String(code.dropFirst(3).prefix(2)) }
}
