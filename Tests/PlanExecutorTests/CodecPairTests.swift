import PlanDialects
import PlanGraph
import Testing

@testable import PlanExecutor

/// The compiler chooses codecs by `PostgresType.accepts`, the executor makes encoders: two tables with no arrow between
/// them, which have to hold the same pairs.
struct CodecPairTests {
    /// Every type by every name, without modifiers, with all it takes, and as an array.
    private static let spellings: [String] = PostgresType.allNames.flatMap { name in
        ["", "(3)", "(10,2)"].flatMap { modifiers in ["", "[]"].map { name + modifiers + $0 } }
    }

    /// What statements and graphs say for a spelling; nil where it is no type.
    private static func type(_ spelling: String) -> PostgresType? { try? PostgresType(parsing: spelling) }

    /// An argument that a codec takes.
    private static func argument(of codec: CodecID) -> String? {
        switch codec {
        case .uuidV5: "users"
        case .mask: "4"
        case .hmac, .pseudonym: "${KEY}"
        default: nil
        }
    }

    @Test(
        arguments: [
            (CodecID.uuidV5, nil), (.mask, "-1"), (.mask, "x"), (.hmac, "a key"), (.hmac, nil), (.sha256, "x"),
            (.text, "x"),
        ] as [(CodecID, String?)])
    func `a codec is refused with an argument that it does not take`(codec: CodecID, argument: String?) {
        let type = codec == .uuidV5 ? "uuid" : "text"
        let column = CopyInstruction.Column(name: "v", type: type, codec: codec, argument: argument)
        #expect(throws: UnknownConversion.self) {
            _ = try ColumnEncoder(column, table: "t", serverVersion: 150_000, variable: { _ in "key" })
        }
    }

    @Test(arguments: CodecID.allCases)
    func `the types that a codec is chosen for are those that it makes values of`(_ codec: CodecID) throws {
        var accepted = 0
        for type in Set(Self.spellings.compactMap(Self.type)) {
            let column = CopyInstruction.Column(
                name: "v", type: type.description, codec: codec, argument: Self.argument(of: codec))
            let encoders = try? ColumnEncoders(
                [column], table: "t", serverVersion: 150_000, variable: { _ in "key" })
            let hasEncoder = encoders != nil
            #expect(type.accepts(codec) == hasEncoder, "\(codec.rawValue) and \(type)")
            if hasEncoder { accepted += 1 }
        }
        #expect(accepted > 0, "no type at all")
    }

    @Test func `every type name is compared, and arrays and modifiers among them`() {
        let types = Self.spellings.compactMap(Self.type)
        #expect(Set(types.map(\.name)) == Set(PostgresTypeName.allCases))
        #expect(types.contains { $0.isArray } && types.contains { $0.modifiers.count == 2 })
    }

    @Test func `a type in a graph is read back with the modifiers that it was written with`() {
        for type in Self.spellings.compactMap(Self.type) where !type.isArray {
            let expected: TargetType? =
                switch (type.name, type.modifiers.count) {
                case (.numeric, 1): .numeric(NumericLimit(precision: 3, scale: 0))
                case (.numeric, 2): .numeric(NumericLimit(precision: 10, scale: 2))
                case (.varchar, 1), (.char, 1): .limitedText(length: 3)
                case (.time, 1): .time(precision: 3)
                case (.timestamp, 1): .timestamp(precision: 3)
                case (.timestamptz, 1): .timestampWithTimeZone(precision: 3)
                default: nil
                }
            if let expected { #expect(TargetType(type.description) == expected, "\(type)") }
        }
    }
}
