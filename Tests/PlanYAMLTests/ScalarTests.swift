import PlanYAML
import Testing

@Suite struct ScalarTests {
    @Test(
        arguments: [
            ("", .null), ("~", .null), ("null", .null), ("NULL", .null), ("nUll", .string),
            ("true", .boolean(true)), ("False", .boolean(false)), ("tRue", .string),
            ("yes", .string), ("no", .string), ("on", .string), ("off", .string), ("y", .string),
            ("13", .integer(13)), ("-0", .integer(0)), ("+7", .integer(7)), ("007", .integer(7)),
            ("0x1F", .integer(31)),
            ("0o17", .integer(15)), ("0b1", .string), ("1_000", .string), ("1:30", .string), ("2026-11-20", .string),
            ("9223372036854775807", .integer(.max)), ("9223372036854775808", .number), ("1.5", .number),
            ("1.", .number),
            (".5", .number), (".", .string), ("-", .string), ("1e3", .number), ("1e", .string), ("e3", .string),
            (".inf", .number), ("-.INF", .number), (".nan", .number), ("nan", .string), ("0x", .string),
            ("1 2", .string),
            ("０", .string), ("-0x1", .string),
        ] as [(String, YAMLScalar.Meaning)])
    func `plain text means what YAML 1.2 says`(text: String, expected: YAMLScalar.Meaning) {
        #expect(YAMLScalar(text, .plain).meaning == expected)
        #expect(YAMLScalar(text, .quoted).meaning == .string)
        #expect(YAMLScalar(text, .block).meaning == .string)
        #expect(YAMLScalar(text, .plain, tag: .string).meaning == .string)
    }

    @Test func `a tag decides over quotes`() {
        #expect(YAMLReading("!!int \"5\"").root?.scalar?.meaning == .integer(5))
        #expect(YAMLReading("! 5").root?.scalar?.meaning == .string)
        #expect(YAMLReading("!!float 5").root?.scalar?.tag == .float)
        #expect(YAMLReading("!!set {}").firstMessage == "1:1-6 the tag '!!set' does not fit this value")
    }
}

extension YAMLNode {
    fileprivate var scalar: YAMLScalar? {
        guard case .scalar(let scalar) = content else { return nil }
        return scalar
    }
}
