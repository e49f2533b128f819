internal import Glibc

/// File paths as text, with `/` between components.
package enum Path {
    /// Everything before the last component; `.` for a path of one component.
    package static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The last component.
    package static func name(of path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }

    package static func isAbsolute(_ path: String) -> Bool { path.utf8.first == UInt8(ascii: "/") }

    /// `path` as seen from `base`, a directory, with `.` and `..` taken out where that needs no look at the disk.
    package static func resolve(_ path: String, against base: String) -> String {
        if isAbsolute(path) || base == "." || base.isEmpty { return normalize(path) }
        return normalize(base + "/" + path)
    }

    /// Takes `.`, doubled slashes and `x/..` out of a path.
    package static func normalize(_ path: String) -> String {
        var parts: [Substring] = []
        for part in path.split(separator: "/") where part != "." {
            if part == "..", let last = parts.last, last != ".." {
                parts.removeLast()
            } else if part != ".." || !isAbsolute(path) {
                parts.append(part)
            }
        }
        let joined = parts.joined(separator: "/")
        if isAbsolute(path) { return "/" + joined }
        return joined.isEmpty ? "." : joined
    }

    /// How `path` is reached from `base`, a directory. Relative paths are taken from the working directory.
    package static func relative(_ path: String, from base: String) -> String {
        let target = absolute(path).split(separator: "/")
        let start = absolute(base).split(separator: "/")
        let common = zip(target, start).prefix { $0 == $1 }.count
        let steps = Array(repeating: "..", count: start.count - common) + target.dropFirst(common).map(String.init)
        return steps.isEmpty ? "." : steps.joined(separator: "/")
    }

    /// Where a path leads when its symbolic links are followed; the path itself where it leads nowhere yet.
    static func followingLinks(_ path: String) -> String {
        guard let resolved = realpath(path, nil) else { return path }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// The path of the running program.
    package static var executable: String {
        guard let path = realpath("/proc/self/exe", nil) else { return "" }
        defer { free(path) }
        return String(cString: path)
    }

    /// The path from the root.
    package static func absolute(_ path: String) -> String {
        if isAbsolute(path) { return normalize(path) }
        guard let working = getcwd(nil, 0) else { return normalize(path) }
        defer { free(working) }
        return normalize(String(cString: working) + "/" + path)
    }
}
