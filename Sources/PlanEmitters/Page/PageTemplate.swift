internal import PlanSupport

/// Puts a page together: one file with its style, its script and its data in it.
enum PageTemplate {
    static func render(
        title: String, style: [UInt8], body: [UInt8], script: [UInt8], data: JSONValue
    ) -> String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
        <link rel="icon" href="data:,">
        <title>\(escaped(title))</title>
        <style>
        \(text(style))</style>
        </head>
        <body>
        \(text(body))
        <script type="text/plain" id="data">\(Base64.text(of: Deflate.compress(JSONWriter.compact(data))))</script>
        <script>
        \(text(PackageResources.shared_js))\(text(script))</script>
        </body>
        </html>

        """
    }

    private static func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    /// A text as the content of an element.
    static func escaped(_ text: String) -> String {
        text.map { character in
            switch character {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            default: String(character)
            }
        }.joined()
    }
}
