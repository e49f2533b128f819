internal import PlanDialects

/// The names of relations in the target's schema: tables, indexes and the indexes behind keys share one namespace.
struct RelationNames {
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
    mutating func choose(_ wanted: String, for what: String) -> String {
        var name = PostgresName.fitted(wanted)
        var number = 1
        while take(name, for: what) != nil {
            number += 1
            name = PostgresName.fitted("\(wanted)_\(number)")
        }
        return name
    }
}
