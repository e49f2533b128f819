internal import Glibc
internal import PlanSupport
package import Testing

/// How a test that runs as root runs a program as somebody whom permissions bind.
enum UnprivilegedAccount {
    /// What stands before the command line; empty where the tests do not run as root, nil where they cannot give it up.
    static let prefix: [String]? = {
        guard geteuid() == 0 else { return [] }
        guard let entry = getpwnam("nobody") else { return nil }
        let (user, group) = (entry.pointee.pw_uid, entry.pointee.pw_gid)
        let prefixes = [
            ["setpriv", "--reuid=\(user)", "--regid=\(group)", "--clear-groups", "--"],
            ["runuser", "-u", "nobody", "--"],
        ]
        return prefixes.first { prefix in
            let answer = try? Subprocess(prefix[0], prefix.dropFirst() + ["id", "-u"], workingDirectory: "/").run()
            return answer?.text == String(user)
        }
    }()
}

extension Trait where Self == ConditionTrait {
    /// The test needs permissions to bind: it is skipped for root where neither setpriv nor runuser gives root up.
    package static var requiresUnprivilegedAccount: Self {
        .enabled(
            if: UnprivilegedAccount.prefix != nil,
            "the tests run as root, whom no permission binds, and neither setpriv nor runuser works")
    }
}
