package import PlanSupport

/// `health`: an address that must answer after a run.
package struct HealthSettings: Sendable {
    package var url: Located<VariableTemplate>
    package var retries: Setting<Int>
    package var backoff: Setting<Duration>
}

extension HealthSettings {
    struct Draft: PlanSection {
        var url: Located<VariableTemplate>?
        var retries = Setting(default: 5)
        var backoff = Setting(default: Duration.seconds(3))

        static let shape = ObjectShape<Draft>(
            "'health'",
            [
                .required("url", .address, \.url, "The address that must answer with a status of success."),
                .setting("retries", .integer(0...100), \.retries, "How often to ask again."),
                .setting("backoff", .duration, \.backoff, "How long to wait between two attempts."),
            ])
    }

    static let shape = Shape<Draft>.section.refined { draft, _, _ -> HealthSettings? in
        draft.url.map { HealthSettings(url: $0, retries: draft.retries, backoff: draft.backoff) }
    }
}
