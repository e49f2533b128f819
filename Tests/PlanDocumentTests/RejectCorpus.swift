import PlanDiagnostics
import PlanDocument
import PlanSupport
import PlanTestSupport
import Testing

/// One directory of `Tests/Corpus/reject`: a plan that is refused, with what is said as comments under the lines.
///
///     surce: x
///     #<^^^ error[PLN0203]: unknown key 'surce' in a plan
///
/// Carets stand under the range. A comment begins in the first column, so that `<` stands for the first two columns and
/// a `|` for the first alone. `note:` and `fix:` follow their diagnostic; without carets they have no place.
struct RejectCase: CustomTestStringConvertible, Sendable {
    static let directory = "Tests/Corpus/reject/"
    let name: String

    static let all = Repository.names(in: directory).map(RejectCase.init)

    var testDescription: String { name }
    /// The code that the name begins with.
    var code: String { String(name.prefix(7)) }
    private var directory: String { Self.directory + name + "/" }

    /// The files of the case, each without and with its expectations.
    func files() throws -> [MarkedFile] {
        try Repository.names(in: directory).filter { $0.hasSuffix(".yml") }.map { name in
            MarkedFile(name: name, bytes: try Repository.bytes(of: directory + name))
        }
    }

    /// What parsing `plan.yml` says.
    func diagnostics() throws -> [Diagnostic] {
        let files = try files()
        func file(_ path: String) -> SourceFile? {
            files.first { $0.name == path }.map { SourceFile(path: $0.name, bytes: $0.bytes) }
        }
        guard let plan = file("plan.yml") else { return [] }
        var bag = DiagnosticBag()
        let document = PlanDocument.parse(
            file: plan,
            include: { path, _ in
                file(Path.normalize(path)).map(Result.success) ?? .failure(IncludeFailure("no such file"))
            }, into: &bag)
        return document == nil || bag.hasErrors ? bag.diagnostics : []
    }

    func path(of file: MarkedFile) -> String { directory + file.name }
}

/// A file with expectations in comments.
struct MarkedFile {
    let name: String
    let bytes: [UInt8]

    /// The expectations, each with the line that it is about.
    var expectations: [String] {
        var line = 0
        var result: [String] = []
        for (number, content) in lines.enumerated() {
            if Self.isMarker(content) {
                result.append("\(name):\(line): " + String(decoding: content, as: UTF8.self))
            } else {
                line = number + 1
            }
        }
        return result
    }

    /// The file with other expectations.
    ///
    /// - Parameter markers: by the line, as it is now, that they are about.
    func marked(with markers: [Int: [String]]) -> [UInt8] {
        var result: [UInt8] = []
        for (number, content) in lines.enumerated() where !Self.isMarker(content) {
            result += content
            if number < lines.count - 1 || !(markers[number + 1] ?? []).isEmpty { result.append(0x0A) }
            for marker in markers[number + 1] ?? [] { result += Array((marker + "\n").utf8) }
        }
        return result
    }

    private var lines: [[UInt8]] {
        bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
    }

    private static func isMarker(_ line: [UInt8]) -> Bool {
        guard line.first == UInt8(ascii: "#") else { return false }
        let text = String(decoding: line.dropFirst(), as: UTF8.self).drop { " <|^".contains($0) }
        return ["error[", "warning[", "note: ", "fix: "].contains { text.hasPrefix($0) }
    }
}

extension Diagnostic {
    /// The expectations that say this, each with its file and line.
    var markers: [(file: String, line: Int, text: String)] {
        let home = place
        var result: [(String, Int, String)] = []
        func add(_ place: SourcePlace?, _ text: String) {
            guard let anchor = place ?? home else { return result.append(("", 0, text)) }
            let carets = place.map(Self.carets) ?? "#"
            result.append((anchor.file.path, anchor.start.line, carets + " " + text))
        }
        add(place, "\(severity.rawValue)[\(code)]: \(message)")
        for note in notes { add(note.place, "note: \(note.message)") }
        for fix in fixIts { add(fix.place, "fix: \(fix.message): write '\(fix.replacement)'") }
        return result
    }

    private static func carets(under place: SourcePlace) -> String {
        let column = place.start.column
        let lineEnd = place.file.lineRange(place.start.line).upperBound
        let marked = place.file[
            place.range.lowerBound..<max(place.range.lowerBound, min(place.range.upperBound, lineEnd))]
        let width = max(1, marked.count)
        guard column == 1 else {
            return "#" + String(repeating: " ", count: column - 2) + String(repeating: "^", count: width)
        }
        return width == 1 ? "#|" : "#<" + String(repeating: "^", count: width - 2)
    }
}
