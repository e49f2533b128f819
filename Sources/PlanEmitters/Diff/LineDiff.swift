/// The difference between two texts, line by line.
enum LineDiff {
    enum Line: Hashable {
        case same(String)
        case removed(String)
        case added(String)

        var text: String {
            switch self {
            case .same(let line): "  " + line
            case .removed(let line): "- " + line
            case .added(let line): "+ " + line
            }
        }
    }

    /// The lines of both, those in common once: a longest common subsequence. O(n·m) for what differs between the common
    /// beginning and the common end.
    static func lines(_ old: [String], _ new: [String]) -> [Line] {
        let head = zip(old, new).prefix { $0 == $1 }.count
        let tail = zip(old.dropFirst(head).reversed(), new.dropFirst(head).reversed()).prefix { $0 == $1 }.count
        let (left, right) = (Array(old[head..<old.count - tail]), Array(new[head..<new.count - tail]))
        return old[..<head].map { .same($0) } + middle(left, right) + old[(old.count - tail)...].map { .same($0) }
    }

    private static func middle(_ left: [String], _ right: [String]) -> [Line] {
        // lengths[i][j]: of the longest common subsequence of left from i on and right from j on.
        var lengths = Array(repeating: Array(repeating: 0, count: right.count + 1), count: left.count + 1)
        for i in left.indices.reversed() {
            for j in right.indices.reversed() {
                lengths[i][j] =
                    left[i] == right[j] ? lengths[i + 1][j + 1] + 1 : max(lengths[i + 1][j], lengths[i][j + 1])
            }
        }
        var result: [Line] = []
        var (i, j) = (0, 0)
        while i < left.count || j < right.count {
            if i < left.count, j < right.count, left[i] == right[j] {
                result.append(.same(left[i]))
                i += 1
                j += 1
            } else if j == right.count || (i < left.count && lengths[i + 1][j] >= lengths[i][j + 1]) {
                result.append(.removed(left[i]))
                i += 1
            } else {
                result.append(.added(right[j]))
                j += 1
            }
        }
        return result
    }
}
