internal import PlanSupport
package import Testing

/// PostgreSQL's own grammar, in the Python package pglast: a parser that knows nothing of this package.
package enum GrammarChecker {
    /// The Python that has pglast: of the package's virtual environment, or the machine's.
    private static let python: String? = {
        let own = Repository.path(".venv/bin/python3")
        return [own, "python3"].first { python in
            (try? Subprocess(python, ["-c", "import pglast"]).run())?.status.isSuccess == true
        }
    }()

    /// Whether its tests run: it is there, or its absence has to be a failure.
    package static var isExpected: Bool { python != nil || Subprocess.variable("PLAN_REQUIRE_PGLAST") != nil }

    /// Parses scripts for psql.
    ///
    /// - Returns: the number of statements in them.
    package static func statements(inFiles paths: [String]) throws -> Int {
        guard let python else { throw PlanTool.Failure(reason: "pglast is required and not installed") }
        let script = Repository.path("Tests/Independent/parse_sql.py")
        let output = try Subprocess(python, [script] + paths).run(outputLimit: 1 << 20)
        guard output.status.isSuccess, let count = Int(output.text.prefix { $0.isNumber }) else {
            throw PlanTool.Failure(reason: output.errorText)
        }
        return count
    }
}

extension Trait where Self == ConditionTrait {
    /// The test needs pglast: it is skipped where that is absent, unless `PLAN_REQUIRE_PGLAST` is set.
    package static var requiresPostgresGrammar: Self {
        .enabled(if: GrammarChecker.isExpected, "pglast is not installed: pip install pglast")
    }
}
