import PlanDiagnostics
import PlanDocument
import PlanSupport
import PlanTestSupport
import Testing

@Suite struct RobustnessTests {
    /// Parses, and draws what is said, so that places outside the text would trap.
    static func exercise(_ bytes: [UInt8]) -> Int {
        var bag = DiagnosticBag()
        let file = SourceFile(path: "plan.yml", bytes: bytes)
        let document = PlanDocument.parse(
            file: file, include: { _, _ in .success(file) }, availability: .ignored, into: &bag)
        for diagnostic in bag.diagnostics { _ = TerminalRenderer(.plain).render(diagnostic) }
        _ = JSONRenderer.render(bag.diagnostics)
        return document == nil ? bag.diagnostics.count(of: .error) : 1
    }

    @Test func `no mutation of a plan crashes the parser, and each is accepted or explained`() throws {
        var random = SeededGenerator()
        let plans = try Repository.files(in: "Tests/PlanDocumentTests/Plans", ending: ".yml").map(Repository.bytes)
        #expect(!plans.isEmpty)
        let signs = Array("{}[]:,&*!|>'\"%@`#-? \n\t~0aé$\\\u{1}".utf8) + [0xFF, 0xC3, 0xF0]
        for round in 0..<1500 {
            var bytes = plans.randomElement(using: &random) ?? []
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let index = Int.random(in: 0..<max(1, bytes.count), using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes.insert(signs.randomElement(using: &random) ?? 0, at: min(index, bytes.count))
                case 1: if index < bytes.count { bytes.remove(at: index) }
                case 2:
                    let end = min(bytes.count, index + Int.random(in: 0...20, using: &random))
                    bytes.insert(contentsOf: bytes[index..<end], at: Int.random(in: 0...bytes.count, using: &random))
                default: bytes.removeSubrange(index..<min(bytes.count, index + Int.random(in: 0...20, using: &random)))
                }
            }
            #expect(Self.exercise(bytes) > 0, "seed \(random.seed), round \(round): refused without a word")
        }
    }

    @Test func `random bytes do not crash the parser`() {
        var random = SeededGenerator()
        let pieces = [
            "plan", ": ", "\n", "  ", "- ", "{", "}", "[", "]", "&a ", "*a", "<<: ", "!!str ", "|", ">", "\"", "'",
            "postgres",
            "://u:p@h", "password=", "${", "}", "é", "tables", "source", "include", "#", "---\n", "...", "? ",
        ].map { Array($0.utf8) }
        for round in 0..<1500 {
            let bytes = (0..<Int.random(in: 0...40, using: &random)).flatMap { _ in
                Bool.random(using: &random)
                    ? pieces.randomElement(using: &random) ?? [] : [UInt8.random(in: 0...255, using: &random)]
            }
            #expect(Self.exercise(bytes) > 0, "seed \(random.seed), round \(round): refused without a word")
            let tidy = (0..<20).flatMap { _ in pieces.randomElement(using: &random) ?? [] }
            #expect(Self.exercise(tidy) > 0, "seed \(random.seed), round \(round): refused without a word")
        }
    }

    @Test(.timeLimit(.minutes(1)))
    func `hostile text costs no more than its length`() {
        let length = 60_000
        for piece in [
            "://", "password=", "password: ", "[", "{a: ", "- ", "? ", "&a ", "!", "\"", "|", "a: 1\n", "\n", "😀",
        ] {
            let text = String(repeating: piece, count: length / piece.utf8.count)
            #expect(Self.exercise(Array(text.utf8)) > 0)
        }
    }
}
