/// Compares every value of every row that a copy wrote with what the source holds.
///
/// The source is read and its values are encoded as the copy does it, so that the two cannot differ in how.
package struct VerifyInstruction: Hashable, Sendable {
    /// The id of the operation that copies the rows.
    package let copy: String
    /// A query in the target that returns the copy's columns in their order.
    package let from: String
    /// Columns of the copy that tell the rows apart, in their order; empty where none do, and rows are counted instead.
    package let key: [String]

    package init(copy: String, from: String, key: [String]) {
        self.copy = copy
        self.from = from
        self.key = key
    }
}
