import PlanGraph
import PlanPostgres
import PlanSQLite
import PlanSupport
import PlanTestSupport
import Testing

@testable import PlanExecutor

/// Every codec agrees with the server: what the server returns for the bytes we encode is what it makes of the text.
@Suite(.requiresPostgres)
struct BooleanCodecTests {
    @Test func `booleans`() throws {
        try CodecCheck.check(.boolean, "boolean", [(.null, nil), (.integer(0), "f"), (.integer(1), "t")])
        try CodecCheck.expectRefusals(
            .boolean, "boolean",
            [
                (.integer(2), .notBoolean), (.integer(-1), .notBoolean), (.real(1), .storageClass),
                (.text("true"), .storageClass),
            ])
        try CodecCheck.check(
            .booleanText, "boolean",
            [
                (.text("TRUE"), "t"), (.text("no"), "f"), (.text("Y"), "t"), (.text("off"), "f"), (.integer(1), "t"),
                (.text("0"), "f"),
            ])
        try CodecCheck.expectRefusals(
            .booleanText, "boolean",
            [(.text(""), .notBoolean), (.text("tru"), .notBoolean), (.integer(2), .notBoolean)])
    }
}
