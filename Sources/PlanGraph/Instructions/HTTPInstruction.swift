/// Asks an address until it answers with a status of success (2xx). It fails where it does not.
package struct HTTPInstruction: Hashable, Sendable {
    /// As in the plan, with its `${VARIABLE}`s.
    package let url: String
    /// How often it is asked again.
    package let retries: Int
    /// The pause before it is asked for the second time; each further one is twice as long, up to a minute.
    package let backoffMilliseconds: Int

    package init(url: String, retries: Int, backoffMilliseconds: Int) {
        self.url = url
        self.retries = retries
        self.backoffMilliseconds = backoffMilliseconds
    }
}
