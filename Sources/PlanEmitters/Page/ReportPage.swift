package import PlanSupport

/// The report of a run as one page of HTML, which needs nothing besides.
package enum ReportPage {
    /// - Parameter report: as `schemas/report.schema.json` describes it.
    package static func render(_ report: JSONValue) -> String {
        var title = "Report"
        if case .string(let plan)? = report["plan"] { title = "\(plan): report of a run" }
        return PageTemplate.render(
            title: title, style: PackageResources.page_css, body: PackageResources.report_html,
            script: PackageResources.report_js, data: report)
    }
}
