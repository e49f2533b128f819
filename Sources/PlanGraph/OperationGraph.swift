package import PlanCatalog
package import PlanSupport

/// What the graph was compiled from, and what it is to run against.
package struct GraphInputs: Hashable, Sendable {
    /// The plan; for display, and the base of relative paths.
    package struct Plan: Hashable, Sendable {
        package let name: String
        /// The path of the plan file as seen from the graph file's directory.
        package let path: String
        package let digest: ContentDigest
        /// What the plan is for, on one line; nil where the plan does not say.
        package let description: String?
        /// The day that the plan states, `YYYY-MM-DD`: artifacts never hold the clock.
        package let created: String?

        package init(
            name: String, path: String, digest: ContentDigest, description: String? = nil, created: String? = nil
        ) {
            self.name = name
            self.path = path
            self.digest = digest
            self.description = description
            self.created = created
        }
    }

    package struct Source: Hashable, Sendable {
        package let engine: Engine
        /// As in the plan: a path relative to the plan file, or a `${VARIABLE}`.
        package let location: String
        package let fingerprint: ContentDigest
        /// The objects that make up the fingerprint, so that a refusal can name the one that differs.
        package let objects: [ObjectDigest]
        /// Whether the plan promises that nobody writes to it until all is moved.
        package let isQuiesced: Bool

        package init(
            engine: Engine, location: String, fingerprint: ContentDigest, objects: [ObjectDigest],
            isQuiesced: Bool = false
        ) {
            self.engine = engine
            self.location = location
            self.fingerprint = fingerprint
            self.objects = objects
            self.isQuiesced = isQuiesced
        }
    }

    package struct Target: Hashable, Sendable {
        /// What must be true of the objects that the graph creates before it runs.
        package enum Expectation: String, Sendable, CaseIterable {
            case absent
        }

        /// The tables that were there when the graph was compiled, and that it writes rows into.
        package struct Tables: Hashable, Sendable {
            /// Of `objects`.
            package let fingerprint: ContentDigest
            /// What the graph relies on, so that a refusal can name the one that differs.
            package let objects: [ObjectDigest]
            /// The names of those that must have no rows.
            package let empty: [String]

            package init(fingerprint: ContentDigest, objects: [ObjectDigest], empty: [String]) {
                self.fingerprint = fingerprint
                self.objects = objects
                self.empty = empty
            }
        }

        /// What is asked of connections to servers elsewhere.
        package enum TLS: String, Sendable, CaseIterable {
            /// What the connection string and its surroundings say.
            case prefer
            /// Encryption.
            case required
        }

        package let engine: Engine
        /// As in the plan, with its `${VARIABLE}`s.
        package let connection: String
        package let schema: String
        /// The oldest major version of the server that the SQL runs on.
        package let version: Int
        package let expects: Expectation
        package let tls: TLS
        /// Nil where the graph makes all tables itself.
        package let tables: Tables?

        package init(
            engine: Engine, connection: String, schema: String, version: Int, expects: Expectation, tls: TLS = .prefer,
            tables: Tables? = nil
        ) {
            self.tables = tables
            self.tls = tls
            self.engine = engine
            self.connection = connection
            self.schema = schema
            self.version = version
            self.expects = expects
        }
    }

    package let plan: Plan
    package let source: Source
    package let target: Target

    package init(plan: Plan, source: Source, target: Target) {
        self.plan = plan
        self.source = source
        self.target = target
    }
}

/// How the executor is to go about it.
package struct ExecutionSettings: Hashable, Sendable {
    package enum FailurePolicy: String, Sendable, CaseIterable {
        /// Undo what was done.
        case rollback
        /// Leave what was done.
        case keep
    }

    /// Whether operations may run that destroy what the graph did not make, or that cannot be undone.
    package enum DestructionPolicy: String, Sendable, CaseIterable {
        case forbid
        case allow
    }

    /// Parallel streams; nil lets the executor choose.
    package let jobs: Int?
    package let onFailure: FailurePolicy
    package let destructive: DestructionPolicy
    /// What is done after a run that failed: statements and commands.
    package let afterFailure: [Instruction]

    package init(
        jobs: Int?, onFailure: FailurePolicy, destructive: DestructionPolicy = .forbid,
        afterFailure: [Instruction] = []
    ) {
        self.afterFailure = afterFailure
        self.jobs = jobs
        self.onFailure = onFailure
        self.destructive = destructive
    }
}

/// A sealed graph of operations: acyclic, in topological order, with derived edges and digests.
package struct OperationGraph: Hashable, Sendable {
    package let digest: ContentDigest
    package let inputs: GraphInputs
    package let execution: ExecutionSettings
    package let operations: [Operation]

    /// Seals drafts into a graph. The result does not depend on the order of the drafts.
    ///
    /// - Throws: `InvariantViolation` if the drafts do not make a graph.
    package static func seal(
        inputs: GraphInputs, execution: ExecutionSettings, drafts: [OperationDraft]
    ) throws(InvariantViolation) -> OperationGraph {
        let order = try DerivedOrder(drafts)
        let operations = order.indices.map { index in
            Operation(drafts[index], after: order.predecessors[index].map { drafts[$0].id }.sorted())
        }
        return OperationGraph(
            digest: digest(inputs: inputs, execution: execution, operations: operations), inputs: inputs,
            execution: execution, operations: operations)
    }
}

/// Why operations do not make a graph: our own mistake where the compiler made them, a forgery where a file holds them.
package enum InvariantViolation: Error, Hashable, CustomStringConvertible {
    case duplicateID(String)
    case twoWriters(effect: String, first: String, second: String)
    case cycle(through: [String])

    package var description: String {
        switch self {
        case .duplicateID(let id): "two operations have the id \(id)"
        case .twoWriters(let effect, let first, let second): "\(first) and \(second) both write \(effect)"
        case .cycle(let ids): "the operations depend on each other in a circle: \(ids.joined(separator: ", "))"
        }
    }
}
