import PlanCatalog
import PlanDiagnostics
import PlanExecutor
import PlanGraph
import PlanSupport
import Testing

@Suite struct EnumTests {
    /// The enums of each schema by their places, with the words that the code has.
    private static let enums: [String: [String: [String]]] = [
        "graph": [
            "inputs/source/engine": words(Engine.self), "inputs/target/engine": words(Engine.self),
            "inputs/target/expects": words(GraphInputs.Target.Expectation.self),
            "execution/on_failure": words(ExecutionSettings.FailurePolicy.self),
            "operation/kind": words(OperationKind.self), "operation/risk/lock": words(Risk.Lock.self),
            "copy/chunk_by": words(CopyInstruction.ChunkKey.self),
            "copy/invalid": words(CopyInstruction.InvalidValuePolicy.self), "copy/columns/codec": words(CodecID.self),
            "copy/columns/invalid": words(CopyInstruction.InvalidValuePolicy.self),
            "copy/columns/nul": words(CopyInstruction.NULPolicy.self),
            "copy/columns/encoding": words(CopyInstruction.EncodingPolicy.self),
            "backup/when": words(BackupInstruction.Condition.self),
            "copy/reject_if/reason": words(CopyInstruction.RowTest.Reason.self),
        ],
        "catalog": [
            "schema/engine": words(Engine.self), "table/primary_key/identity": words(PrimaryKey.Identity.self),
            "column/generated": words(Column.Generation.self), "column/identity": words(ColumnDetails.Identity.self),
            "foreign_key/deferral": words(ForeignKey.Deferral.self),
            "surroundings/triggers/state": words(TableSurroundings.Trigger.State.self),
            // NO ACTION is the usual value and left out.
            "action": words(ForeignKey.Action.self).filter { $0 != ForeignKey.Action.noAction.rawValue },
            "column_profile/moment_format": MomentFormat.allCases.map(\.rawValue),
            "column_profile/integer_formats": [ValueFormat.packedDate, .packedTimestamp].map(\.rawValue),
            // Cases with values have no list in the code.
            "table/kind": ["virtual", "shadow"], "index/parts/key": ["expression", "rowid"],
        ],
        "report": [
            "state": words(RunState.self), "operations/state": words(OperationState.self),
            "tables/policies/policy": words(ValuePolicy.self),
            "undo/policy": [UndoOutcome.Policy.rollback, .keep].map(\.rawValue),
        ],
        // Cases with values have no list in the code.
        "verification": ["difference/kind": ["changed", "missing", "added", "repeated"]],
        "events": [
            "operation_finished/state": [OperationState.done, .skipped].map(\.rawValue),
            "stopping/urgency": ["safe_point", "now"],
        ],
        "backup": ["engine": words(Engine.self), "occasion": words(BackupManifest.Occasion.self)],
        "diagnostics": ["diagnostic/severity": words(Diagnostic.Severity.self)],
    ]

    private static func words<Word: RawRepresentable & CaseIterable>(_ type: Word.Type) -> [String]
    where Word.RawValue == String {
        type.allCases.map(\.rawValue)
    }

    @Test(arguments: SchemaTests.schemas)
    func `the words of every enum are those of the code`(schema: String) throws {
        let expected = try #require(Self.enums[schema])
        let found = try SchemaFile(schema).occurrences(of: "enum")
        #expect(Set(found.map(\.place)) == Set(expected.keys))
        for occurrence in found {
            #expect(occurrence.value.words == expected[occurrence.place], "\(occurrence.place)")
        }
    }

    @Test func `an effect's sides and objects are those of the code`() throws {
        let patterns = try SchemaFile("graph").occurrences(of: "pattern")
        guard case .string(let pattern)? = patterns.first(where: { $0.place == "effect" })?.value else {
            Issue.record("effects have no pattern")
            return
        }
        let sides = Self.words(Effect.Side.self).joined(separator: "|")
        let objects = Self.words(Effect.Object.self).joined(separator: "|")
        #expect(pattern.hasPrefix("^(\(sides)):(\(objects)):"))
    }

    @Test func `the formats of texts are those of the code`() throws {
        let properties = try SchemaFile("catalog").occurrences(of: "properties")
        guard case .object(let members)? = properties.first(where: { $0.place == "column_profile/formats" })?.value
        else {
            Issue.record("there are no formats")
            return
        }
        #expect(members.map(\.key) == Self.words(ValueFormat.self))
    }

    /// A line of a log does not say what it is.
    @Test(arguments: SchemaTests.schemas.filter { $0 != "events" })
    func `a schema states the name and the version that the program writes`(schema: String) throws {
        let constants = try SchemaFile(schema).occurrences(of: "const")
        let format = try #require(try SampleDocuments.documents(of: schema).first?["format"])
        #expect(constants.first { $0.place == "format/name" }?.value == format["name"])
        #expect(constants.first { $0.place == "format/version" }?.value == format["version"])
        #expect(format["name"] == .string("plan.\(schema)"))
    }
}
