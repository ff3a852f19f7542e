/// The page at `/`.
enum LandingPage {
    static func html(telemetryPath: String) -> String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>opus-exporter</title>
        </head>
        <body>
        <main>
        <h1>opus-exporter</h1>
        <p>The state of an opsi fleet, for Prometheus.</p>
        <ul>
        <li><a href="\(escaped(telemetryPath))">Metrics</a></li>
        <li><a href="/-/ready">Whether there is data yet</a></li>
        <li><a href="/-/healthy">Whether the exporter is alive</a></li>
        </ul>
        <p>Version \(escaped(Version.current))</p>
        </main>
        </body>
        </html>

        """
    }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, character in
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.append(character)
            }
        }
    }
}
