package import PlanSupport

/// `health`: an address that must answer after a run.
package struct HealthSettings: Sendable {
    package var url: Located<VariableTemplate>
    package var retries = Setting(default: 5)
    package var backoff = Setting(default: Duration.seconds(3))
}
