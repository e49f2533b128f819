import PlanSupport
import PlanTestSupport
import Testing

@Suite struct LinkTests {
    /// A link to a file of the repository.
    struct Link: Equatable {
        let path: String
        let heading: String?
    }

    @Test(arguments: Document.all) func `every link leads somewhere`(document: Document) throws {
        for (number, target) in Self.targets(in: document) {
            guard let link = Self.link(target, from: document.path) else { continue }
            guard Files.exists(Repository.path(link.path)) else {
                Issue.record("\(document.path):\(number): there is no \(link.path)")
                continue
            }
            guard let heading = link.heading else { continue }
            let headings = Self.headings(in: try Document(path: link.path))
            #expect(headings.contains(heading), "\(document.path):\(number): \(link.path) has no heading #\(heading)")
        }
    }

    @Test func `every page is reached from the README`() {
        var reached: Set<String> = ["README.md"]
        var rest = ["README.md"]
        while let path = rest.popLast() {
            // A page beside the documentation, such as that of the benchmarks, leads no further.
            guard let document = Document.all.first(where: { $0.path == path }) else { continue }
            for (_, target) in Self.targets(in: document) {
                guard let link = Self.link(target, from: path), link.path.hasSuffix(".md") else { continue }
                if reached.insert(link.path).inserted { rest.append(link.path) }
            }
        }
        #expect(Set(Document.paths).subtracting(reached) == [], "nothing links to these pages")
    }

    @Test func `targets of make that pages name are in the Makefile`() throws {
        let makefile = try Repository.text(of: "Makefile")
        let known = Set(makefile.matches(of: /(?m)^([a-z]+):/).map { String($0.1) })
        var named: Set<String> = []
        for document in Document.all {
            let inBlocks = document.blocks.filter { $0.language == "sh" || $0.language == "console" }.flatMap(\.lines)
            let inProse = document.prose.flatMap { $0.text.matches(of: /`(make [a-z]+)`/).map { String($0.1) } }
            for line in inBlocks + inProse {
                guard let target = line.firstMatch(of: /^(?:\$ )?make ([a-z]+)/) else { continue }
                named.insert(String(target.1))
                #expect(known.contains(String(target.1)), "\(document.path): make \(target.1) is not in the Makefile")
            }
        }
        #expect(named.isSuperset(of: ["demo", "test"]))
    }

    /// What the links of a page say, with the numbers of their lines.
    private static func targets(in document: Document) -> [(number: Int, target: String)] {
        document.prose.flatMap { number, text in
            text.replacing(/`[^`]*`/, with: "x").matches(of: /\]\(([^)\s]+)\)/).map { (number, String($0.1)) }
        }
    }

    /// Where a link leads; nil for an address on the web.
    private static func link(_ target: String, from path: String) -> Link? {
        guard !target.contains("://") else { return nil }
        let parts = target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let heading = parts.count > 1 ? parts[1] : nil
        guard !parts[0].isEmpty else { return Link(path: path, heading: heading) }
        var names = path.split(separator: "/").dropLast().map(String.init)
        for name in parts[0].split(separator: "/") {
            if name == ".." { _ = names.popLast() } else if name != "." { names.append(String(name)) }
        }
        return Link(path: names.joined(separator: "/"), heading: heading)
    }

    /// The anchors that a page's headings get.
    private static func headings(in document: Document) -> [String] {
        document.prose.compactMap { _, text in
            guard text.hasPrefix("#") else { return nil }
            let title = text.drop { $0 == "#" }.drop { $0 == " " }
            return String(
                title.lowercased().compactMap { character in
                    character == " "
                        ? "-"
                        : character.isLetter || character.isNumber || "-_".contains(character)
                            ? character : nil
                })
        }
    }

    @Test func `links and headings are read as a browser reads them`() {
        #expect(
            Self.link("../graph.md#the-seal", from: "docs/commands/run.md")
                == Link(
                    path: "docs/graph.md", heading: "the-seal"))
        #expect(Self.link("#effects", from: "docs/graph.md") == Link(path: "docs/graph.md", heading: "effects"))
        #expect(Self.link("https://example.com/a", from: "README.md") == nil)
        let page = Document(path: "a.md", text: "# What `plan` is, today\n[x](b.md) `[y](c.md)`\n```\n[z](d.md)\n```\n")
        #expect(Self.headings(in: page) == ["what-plan-is-today"])
        #expect(Self.targets(in: page).map(\.target) == ["b.md"])
    }
}
