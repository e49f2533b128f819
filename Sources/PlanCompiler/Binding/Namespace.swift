internal import PlanDialects

/// Names of the target of which each can be had once: those of a schema's tables, views, indexes and sequences, of its
/// functions, of a table's constraints, of its triggers.
struct Namespace {
    /// A name that is taken, and by what.
    struct Holder: Hashable {
        let what: String
    }

    private var holders: [String: Holder] = [:]

    /// Takes a name; gives who has it already, if somebody does.
    mutating func take(_ name: String, for what: String) -> Holder? {
        if let holder = holders[name] { return holder }
        holders[name] = Holder(what: what)
        return nil
    }

    /// Takes a name that we choose: the wanted one within the length, or one with a number where that is taken.
    ///
    /// - Parameter others: names that stand in another namespace which the name must be new in too.
    mutating func choose(_ wanted: String, for what: String, besides others: [String] = []) -> String {
        var name = PostgresName.fitted(wanted)
        var number = 1
        while others.contains(name) || take(name, for: what) != nil {
            number += 1
            name = PostgresName.fitted("\(wanted)_\(number)")
        }
        return name
    }
}
