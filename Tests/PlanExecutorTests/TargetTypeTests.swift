import Testing

@testable import PlanExecutor

struct TargetTypeTests {
    @Test(arguments: [
        ("int2", TargetType.smallint), ("INT", .integer), ("int8", .bigint), ("float4", .real),
        ("float8", .doublePrecision),
        ("decimal(10, 2)", .numeric(NumericLimit(precision: 10, scale: 2))), ("numeric", .numeric(nil)),
        ("numeric(10,-2)", .numeric(NumericLimit(precision: 10, scale: -2))),
        ("character varying(20)", .limitedText(length: 20)), ("bpchar", .text), ("character", .limitedText(length: 1)),
        ("public.citext", .text), ("\"extensions\".\"citext\"", .text), ("bool", .boolean),
        ("timestamp(0) without time zone", .timestamp(precision: 0)),
        ("timestamptz(3)", .timestampWithTimeZone(precision: 3)),
        ("timestamp with time zone", .timestampWithTimeZone(precision: 6)), ("time", .time(precision: 6)),
    ])
    func `types are read in all their spellings`(_ text: String, _ type: TargetType) {
        #expect(TargetType(text) == type)
    }

    @Test(arguments: ["", "money", "numeric[]", "interval(3)", "xml", "numeric(a)", "text(5)", "my_enum"])
    func `a type that no codec fills is not known`(_ text: String) {
        #expect(TargetType(text) == nil)
    }
}
