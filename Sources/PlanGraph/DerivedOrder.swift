/// The edges and the order that follow from what operations read and write.
struct DerivedOrder {
    /// The drafts' indices in topological order, ties broken by phase and id.
    let indices: [Int]
    /// For each draft, those it must come after, transitively reduced.
    let predecessors: [[Int]]

    init(_ drafts: [OperationDraft]) throws(InvariantViolation) {
        let ids = drafts.map(\.id)
        try Self.checkUnique(ids)
        let writers = try Self.writers(drafts, ids: ids)
        let edges = drafts.indices.map { index in
            Array(Set(drafts[index].reads.compactMap { writers[$0] }).subtracting([index]))
        }
        let precedence = Self.precedence(drafts, ids: ids)
        indices = try Self.sorted(edges, precedence: precedence, ids: ids)
        predecessors = Self.reduced(edges, order: indices)
    }

    private static func checkUnique(_ ids: [String]) throws(InvariantViolation) {
        var seen: Set<String> = []
        for id in ids.sorted() where !seen.insert(id).inserted { throw .duplicateID(id) }
    }

    private static func writers(
        _ drafts: [OperationDraft], ids: [String]
    ) throws(InvariantViolation) -> [Effect: Int] {
        var writers: [Effect: Int] = [:]
        for (index, draft) in drafts.enumerated() {
            for effect in Set(draft.writes) {
                if let other = writers.updateValue(index, forKey: effect) {
                    let pair = [ids[other], ids[index]].sorted()
                    throw .twoWriters(effect: effect.description, first: pair[0], second: pair[1])
                }
            }
        }
        return writers
    }

    /// For each draft its place when sorted by phase and id alone.
    private static func precedence(_ drafts: [OperationDraft], ids: [String]) -> [Int] {
        let sorted = drafts.indices.sorted { left, right in
            let phases = (drafts[left].kind.phase, drafts[right].kind.phase)
            if phases.0 != phases.1 { return phases.0 < phases.1 }
            return ids[left].utf8.lexicographicallyPrecedes(ids[right].utf8)
        }
        var precedence = Array(repeating: 0, count: drafts.count)
        for (place, index) in sorted.enumerated() { precedence[index] = place }
        return precedence
    }

    /// Kahn's algorithm; among the operations that are ready, the one of lowest precedence goes first.
    private static func sorted(
        _ edges: [[Int]], precedence: [Int], ids: [String]
    ) throws(InvariantViolation) -> [Int] {
        var missing = edges.map(\.count)
        var successors: [[Int]] = Array(repeating: [], count: edges.count)
        for (index, before) in edges.enumerated() { for other in before { successors[other].append(index) } }
        var byPrecedence = Array(repeating: 0, count: edges.count)
        for (index, place) in precedence.enumerated() { byPrecedence[place] = index }

        var ready = PlaceHeap()
        for index in edges.indices where missing[index] == 0 { ready.insert(precedence[index]) }
        var order: [Int] = []
        while let place = ready.removeFirst() {
            let index = byPrecedence[place]
            order.append(index)
            for next in successors[index] {
                missing[next] -= 1
                if missing[next] == 0 { ready.insert(precedence[next]) }
            }
        }
        guard order.count == edges.count else {
            throw .cycle(through: edges.indices.filter { missing[$0] > 0 }.map { ids[$0] }.sorted())
        }
        return order
    }

    /// Takes out every edge that another path implies.
    private static func reduced(_ edges: [[Int]], order: [Int]) -> [[Int]] {
        var rank = Array(repeating: 0, count: edges.count)
        for (place, index) in order.enumerated() { rank[index] = place }
        return edges.map { before in
            before.filter { candidate in
                !before.contains { $0 != candidate && isReachable(candidate, from: $0, edges: edges, rank: rank) }
            }
        }
    }

    /// Whether `goal` comes before `start` by some path. Operations that rank before the goal cannot lead to it.
    private static func isReachable(_ goal: Int, from start: Int, edges: [[Int]], rank: [Int]) -> Bool {
        guard rank[start] > rank[goal] else { return false }
        var stack = [start]
        var seen: Set<Int> = [start]
        while let index = stack.popLast() {
            for before in edges[index] {
                if before == goal { return true }
                if rank[before] > rank[goal], seen.insert(before).inserted { stack.append(before) }
            }
        }
        return false
    }
}

/// A binary heap of places, the lowest first.
private struct PlaceHeap {
    private var places: [Int] = []

    mutating func insert(_ place: Int) {
        places.append(place)
        var child = places.count - 1
        while child > 0, places[child] < places[(child - 1) / 2] {
            places.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    mutating func removeFirst() -> Int? {
        guard let first = places.first, let last = places.popLast() else { return nil }
        if places.isEmpty { return first }
        places[0] = last
        var parent = 0
        while true {
            let children = [2 * parent + 1, 2 * parent + 2].filter { $0 < places.count }
            guard let least = children.min(by: { places[$0] < places[$1] }), places[least] < places[parent] else {
                return first
            }
            places.swapAt(parent, least)
            parent = least
        }
    }
}
