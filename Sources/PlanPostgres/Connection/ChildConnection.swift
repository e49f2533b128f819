package import PlanSupport

/// A connection string as a program of PostgreSQL is given it: what everybody may see among its arguments, where every
/// user of the machine does see it, and the password in its environment.
package struct ChildConnection: Sendable {
    /// Keywords and values, for `--dbname`.
    package let argument: String
    /// Variables that libpq heeds, with the password among them where there is one.
    package let environment: [String: String?]

    /// - Throws: that libpq cannot read the string, or that it holds a secret that no variable carries.
    package init(_ conninfo: Secret) throws(PostgresError) {
        let parameters = try ConnectionParameters(PostgresConnectionSettings(conninfo: conninfo))
        argument = parameters.stated.map { "\($0.keyword)='\(Self.escaped($0.value))'" }.joined(separator: " ")
        var environment: [String: String?] = [:]
        for (keyword, value) in parameters.statedSecrets {
            guard keyword == "password" else {
                throw PostgresError(
                    code: .unableToConnect,
                    message:
                        "the connection string's \(keyword) cannot be handed to the programs of PostgreSQL; put it "
                        + "into a service file and name that by 'service'", connectionFailure: .malformedSettings)
            }
            environment["PGPASSWORD"] = value
        }
        self.environment = environment
    }

    private static func escaped(_ value: String) -> String {
        var text = ""
        for character in value {
            if character == "'" || character == "\\" { text += "\\" }
            text.append(character)
        }
        return text
    }
}
