/// Asks a question whose answer must hold; the run fails where it does not.
package struct CheckInstruction: Hashable, Sendable {
    package enum Expectation: Hashable, Sendable {
        /// This text.
        case value(String)
        /// What this query in the source answers, in the snapshot that the rows were read in.
        case source(String)
    }

    /// The operation whose rejected rows the source's answer counts too many of; nil where none can be.
    package let lessRejectedBy: String?

    /// A query in the target with one row of one column, compared as text.
    package let query: String
    package let expectation: Expectation
    /// What is wrong where the answer differs: a sentence without a full stop.
    package let message: String

    package init(query: String, expect expectation: Expectation, lessRejectedBy: String? = nil, message: String) {
        self.lessRejectedBy = lessRejectedBy
        self.query = query
        self.expectation = expectation
        self.message = message
    }
}
