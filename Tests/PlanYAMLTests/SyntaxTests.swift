import PlanDiagnostics
import PlanYAML
import Testing

@Suite struct SyntaxTests {
    @Test func probe() {
        for text in [
            "a: b: c\n", "a: 1\n b: 2\n", "a:\n\t- 1\n", "a: \"x\nb: 1\n", "a: @x\n", "a: `x`\n", "a: %x\n",
            "a: [1, 2\nb: 3\n", "a: {b: 1\n", "a: {b: 1 c: 2}\n", "a: - 1\n", "- 1\na: 2\n", "a: 1\n- 2\n", "a\nb: 1\n",
            "\"a\" b: 1\n", "a: \"x\" y\n", "a: *\n", "a: & x\n", "a: !foo!bar x\n", "a: \"\\q\"\n", "a: [,]\n",
            "a: 1\n---\nb: 2\n", "%YAML 3.0\n---\na: 1\n", "a: 1\n...\nb\n", "a: |\n  x\n y\n", "foo\nbar\n",
            "a: 'it's'\n", "a:\n  - x\n b: 1\n", "\ta: 1\n", "a: 1\n\tb: 2\n", "a: [1, 2]]\n", "a: >x\n  y", "a: |1x\n",
            "a: \"${X\n", "? a\n? b\n", "a: ? b\n", "}", "a: \"\\u{41}\"", "a: \"\\xZZ\"", "%TAG ! a\n%TAG ! b\n---\na",
            "%FOO\n---\na: 1", "a: !<x y\n", "a: 1 #c\nb:\n  c: 1\n   d: 2\n", "key: value\n  other: 2\n",
            "a:\n  b: 1\n c: 2\n",
        ] {
            var bag = DiagnosticBag()
            let node = YAMLParser.parse(SourceFile(path: "p", text: text), into: &bag)
            print("=====", text.debugDescription, node == nil ? "" : "OK")
            for d in bag.diagnostics { print(TerminalRenderer(.plain).render(d)) }
        }
    }
}
