import ExporterToolkit
import LocalSystem
import OpusCore

/// The page at `/`: the fleet now, for people. It needs no script, and nothing from elsewhere.
struct LandingPage {
    let metrics: ExporterMetrics
    let telemetryPath: String
    /// This machine's time in Unix seconds.
    let now: Double

    var html: String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="refresh" content="60">
        <title>\(title)</title>
        <style>
        \(Self.style)
        </style>
        </head>
        <body>
        <header>
        <h1>opsi fleet</h1>
        <p>As of \(time(now)). The page reloads itself every minute.</p>
        </header>
        <main>
        \(total)\(metrics.servers.enumerated().map(section).joined(separator: "\n"))
        </main>
        <footer>
        <nav aria-label="For programs">
        <ul>
        <li><a href=".\(HTMLText.escaped(telemetryPath))">Metrics</a></li>
        <li><a href="./-/ready">Whether there is data yet</a></li>
        <li><a href="./-/healthy">Whether the exporter is alive</a></li>
        </ul>
        </nav>
        <p>opus-exporter \(HTMLText.escaped(metrics.process.version))</p>
        </footer>
        </body>
        </html>

        """
    }

    private var known: [ServerMetrics] { metrics.servers.filter { $0.fleet != nil } }

    private var sum: StateCounts { StateCounts(sumOf: known.flatMap(\.depots).map(\.counts)) }

    private var title: String {
        guard !known.isEmpty else { return "No data – opsi fleet" }
        return "\(sum[.failed]) failed – opsi fleet"
    }

    /// All servers together, where there are several.
    private var total: String {
        guard metrics.servers.count > 1 else { return "" }
        let unread = metrics.servers.count - known.count
        let note =
            unread == 0
            ? "" : "<p class=\"bad\">\(unread) of them can't be counted: there is no data.</p>\n"
        return """
            <section aria-labelledby="all">
            <h2 id="all">All \(metrics.servers.count) servers</h2>
            \(note)\(known.isEmpty ? "" : Self.states(sum))
            </section>

            """
    }

    private func section(_ number: Int, _ server: ServerMetrics) -> String {
        let body =
            server.fleet.map { fleet -> String in
                let failures = LandingPageFailures(
                    fleet: fleet, reasons: server.causes?.reasons ?? [:], section: number,
                    server: metrics.servers.count > 1 ? server.name : nil)
                return Self.states(StateCounts(sumOf: fleet.depots.map(\.counts)))
                    + failures.products + Self.groups(fleet.groups, failures: failures)
                    + Self.depots(fleet.depots)
            } ?? ""
        return """
            <section aria-labelledby="server\(number)">
            <h2 id="server\(number)">\(HTMLText.name(server.name))</h2>
            \(condition(server))
            \(body)\(errors(server))
            </section>
            """
    }

    /// Whether the server is reached, and how old its data is.
    private func condition(_ server: ServerMetrics) -> String {
        let age = server.lastSuccess.map { success in
            "\(Self.age(now - success)) old (\(time(success)))"
        }
        let data =
            if let age, server.fleet != nil {
                "Its data is \(age)."
            } else if let age {
                "Its data, \(age), is too old to be shown."
            } else {
                "There is no data yet."
            }
        if server.isUp { return "<p class=\"good\">✓ Reachable. \(data)</p>" }
        if server.collections == 0 { return "<p>… Being read for the first time. \(data)</p>" }
        return "<p class=\"bad\">✗ The last collection failed. \(data)</p>"
    }

    private func errors(_ server: ServerMetrics) -> String {
        guard !server.recentErrors.isEmpty else { return "<p>No errors since the start.</p>" }
        let items = server.recentErrors.map { error in
            "<li>\(time(error.time)) <b>\(HTMLText.escaped(error.reason.rawValue))</b>:"
                + " \(HTMLText.name(error.message))</li>"
        }
        return """
            <h3>Last errors</h3>
            <ol class="errors">
            \(items.joined(separator: "\n"))
            </ol>
            """
    }

    private func time(_ unixTime: Double) -> String {
        "<time datetime=\"\(Timestamp.iso(unixTime))\">\(Timestamp.seconds(unixTime))</time>"
    }

    /// A length of time in its two largest units, as far as people care.
    static func age(_ seconds: Double) -> String {
        // A clock that was set back is no reason to speak of the future.
        let seconds = Int(exactly: max(0, seconds).rounded(.down)) ?? 0
        func text(_ number: Int, _ unit: String) -> String {
            "\(number) \(unit)\(number == 1 ? "" : "s")"
        }
        return switch seconds {
        case ..<120: text(seconds, "second")
        case ..<7200: text(seconds / 60, "minute")
        case ..<172_800: text(seconds / 3600, "hour")
        default: text(seconds / 86_400, "day")
        }
    }
}
