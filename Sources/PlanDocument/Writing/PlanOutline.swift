package import PlanDiagnostics

/// A plan to be written: nested keys with comments, which grows by snippets and is printed as YAML in block form.
///
/// Keys that the format declares stand in its order, names of the user's in the order in which they came.
package struct PlanOutline: Sendable {
    private var root = Entry(key: "")

    package init() {}

    /// Writes a snippet's value at its keys. Lists grow; any other value is replaced.
    ///
    /// - Parameter comment: paragraphs that say why; printed above the object that the snippet is about. A paragraph that
    ///   begins with a blank is printed as it is, others are wrapped.
    package mutating func add(_ snippet: PlanSnippet, because comment: [String] = []) {
        root.set(snippet.keys[...], to: snippet.value)
        let depth = Self.depthOfObjects(under: snippet.keys.first)
        root.comment(on: snippet.keys.prefix(depth), comment)
    }

    /// How many keys name an object of the source: `tables`, the table, `columns` and the column; `views` and the view.
    private static func depthOfObjects(under key: String?) -> Int { key == "tables" ? 4 : 2 }

    /// The plan as a file, below some paragraphs of comment.
    package func text(heading: [String]) -> String {
        let order = ValueForm.object(PlanFormat.root)
        return Self.commentLines(heading, indentation: "").joined() + root.lines(depth: -1, order).joined()
    }

    // MARK: Comments

    private static let width = 100

    fileprivate static func commentLines(_ paragraphs: [String], indentation: String) -> [String] {
        paragraphs.flatMap { paragraph in
            wrapped(YAMLText.comment(paragraph), width: width - indentation.count).map { line in
                indentation + (line.isEmpty ? "#" : "# " + line) + "\n"
            }
        }
    }

    private static func wrapped(_ paragraph: String, width: Int) -> [String] {
        if paragraph.hasPrefix(" ") || paragraph.isEmpty { return [paragraph] }
        let hanging = paragraph.hasPrefix("- ") ? "  " : ""
        var lines: [String] = []
        var line = ""
        for word in paragraph.split(separator: " ", omittingEmptySubsequences: false) {
            if !line.isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = hanging + word
            } else {
                line += (line.isEmpty ? "" : " ") + word
            }
        }
        return lines + [line]
    }
}

/// One key with what stands under it.
private struct Entry: Sendable {
    let key: String
    var comments: [String] = []
    /// The value in flow form; nil where other keys stand under this one.
    var value: String?
    var children: [Entry] = []

    init(key: String) { self.key = key }

    mutating func set(_ keys: ArraySlice<String>, to newValue: String) {
        guard let key = keys.first else {
            if let old = value, old.hasPrefix("["), newValue.hasPrefix("["), old != newValue {
                value = String(old.dropLast()) + ", " + newValue.dropFirst()
            } else {
                value = newValue
                children = []
            }
            return
        }
        value = nil
        children[position(of: key)].set(keys.dropFirst(), to: newValue)
    }

    mutating func comment(on keys: ArraySlice<String>, _ paragraphs: [String]) {
        guard let key = keys.first else {
            for paragraph in paragraphs where !comments.contains(paragraph) { comments.append(paragraph) }
            return
        }
        children[position(of: key)].comment(on: keys.dropFirst(), paragraphs)
    }

    private mutating func position(of key: String) -> Int {
        if let index = children.firstIndex(where: { $0.key == key }) { return index }
        children.append(Entry(key: key))
        return children.count - 1
    }

    // MARK: Printing

    /// - Parameter form: what the format declares for this entry's value; nil where it declares nothing.
    func lines(depth: Int, _ form: ValueForm?) -> [String] {
        guard depth >= 0 else {
            return inOrder(of: form).flatMap { child, form in child.lines(depth: 0, form) }
        }
        let indentation = String(repeating: "  ", count: depth)
        let head = indentation + YAMLText.scalar(key) + ":"
        let above = PlanOutline.commentLines(comments, indentation: indentation)
        if let inline = inline(depth: depth, form) { return above + [head + " " + inline + "\n"] }
        let below = inOrder(of: form).flatMap { child, form in child.lines(depth: depth + 1, form) }
        return above + [head + "\n"] + below
    }

    /// The value on the key's own line: as it is, or the keys of one object in braces.
    private func inline(depth: Int, _ form: ValueForm?) -> String? {
        if let value { return value }
        guard depth > 0, children.allSatisfy({ $0.value != nil && $0.comments.isEmpty }) else { return nil }
        let members = inOrder(of: form).compactMap { child, _ in
            child.value.map { "\(YAMLText.scalar(child.key)): \($0)" }
        }
        return "{ " + members.joined(separator: ", ") + " }"
    }

    private func inOrder(of form: ValueForm?) -> [(Entry, ValueForm?)] {
        switch form {
        case .object(let object):
            let known = object.fields.compactMap { field in
                children.first { $0.key == field.key }.map { ($0, Optional(field.value)) }
            }
            return known + children.filter { object.field($0.key) == nil }.map { ($0, nil) }
        case .entries(_, let element): return children.map { ($0, element) }
        case .text, .words, .integer, .boolean, .scalar, .list, .alternatives, nil: return children.map { ($0, nil) }
        }
    }
}
