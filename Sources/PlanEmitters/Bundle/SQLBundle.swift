package import PlanGraph

/// A graph as scripts for psql: a database made by them is the one that a run makes.
package struct SQLBundle: Sendable {
    /// What of the source is in the bundle.
    package enum Contents: Hashable, Sendable {
        /// The structure alone; the tables stay empty, and sequences begin at their start.
        case structure
        /// The rows too, in `data/`, which is written apart.
        case rows(RowFormat)
    }

    /// How rows stand in their files.
    package enum RowFormat: Hashable, Sendable {
        /// After a COPY statement: psql reads the file like any other script.
        case text
        /// Compressed: psql has gzip read the file, from the directory that it is told of or runs in.
        case gzip
    }

    /// How much stands in one file.
    package enum Layout: Hashable, Sendable {
        /// Each script whole.
        case whole
        /// What belongs to a table in a file of its own, which the script includes.
        case byTable
    }

    /// A text of the bundle.
    package struct File: Hashable, Sendable {
        /// From the bundle's directory.
        package let path: String
        package let text: String

        package init(path: String, text: String) {
            self.path = path
            self.text = text
        }
    }

    /// In the order in which they are run, `run.sql` last.
    package let files: [File]

    package init(_ graph: OperationGraph, _ contents: Contents, _ layout: Layout = .whole) {
        files = BundleWriter(graph, contents, layout).files
    }
}
