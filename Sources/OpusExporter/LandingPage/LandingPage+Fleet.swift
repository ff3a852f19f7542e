import ExporterToolkit
import OpusCore

extension LandingPage {
    /// More would be a list that nobody reads; the dashboards have all.
    private static let groupsShown = 25

    /// The four states, each with its share.
    static func states(_ counts: StateTotals) -> String {
        func state(_ name: String, _ count: Int, _ meaning: String) -> String {
            """
            <li class="\(name)"><b>\(count)</b> \(name)
            <small>\(share(count, of: counts.clients)) of \(counts.clients): \(meaning)</small>\
            \(bar(count, of: counts.clients))</li>
            """
        }
        return """
            <ul class="states" aria-label="Clients by state">
            \(state("failed", counts.failed, "the last action of a product failed"))
            \(state("updatable", counts.updatable, "their depot has a newer version"))
            \(state("fresh", counts.fresh, "nothing but an agent is installed"))
            \(state("outdated", counts.outdated, "not seen for long"))
            </ul>

            """
    }

    /// Groups with failed clients, the most first.
    static func groups(_ groups: Result<[GroupSummary], ServerError>) -> String {
        guard case .success(let groups) = groups else {
            return "<p class=\"bad\">✗ Its groups could not be read.</p>\n"
        }
        let failed = groups.filter { $0.counts.failed > 0 }.sorted { left, right in
            (right.counts.failed, left.counts.clients, left.id)
                < (left.counts.failed, right.counts.clients, right.id)
        }
        guard !failed.isEmpty else {
            return "<p>None of its \(groups.count) groups has failed clients.</p>\n"
        }
        let rows = failed.prefix(groupsShown).map { group in
            """
            <tr><th scope="row">\(HTMLText.name(group.id.text))</th><td>\(group.counts.failed)</td>\
            <td>\(group.counts.clients)</td>\
            <td class="share">\(share(group.counts.failed, of: group.counts.clients))\
            \(bar(group.counts.failed, of: group.counts.clients))</td></tr>
            """
        }
        let more =
            failed.count > groupsShown
            ? "<p>and \(failed.count - groupsShown) more groups with failed clients.</p>\n" : ""
        return """
            <table>
            <caption>Groups by failed clients: \(failed.count) of \(groups.count) groups have \
            some. A client counts in each of its groups.</caption>
            <thead><tr><th scope="col">Group</th><th scope="col">Failed</th>\
            <th scope="col">Clients</th><th scope="col">Share</th></tr></thead>
            <tbody>
            \(rows.joined(separator: "\n"))
            </tbody>
            </table>
            \(more)
            """
    }

    /// A part in percent; what is there is never 0, and what is left out never 100.
    static func share(_ part: Int, of whole: Int) -> String {
        guard whole > 0 else { return "0%" }
        let percent = 100 * Double(part) / Double(whole)
        if part > 0, percent < 1 { return "under 1%" }
        if part < whole, percent > 99 { return "over 99%" }
        return "\(Int(percent.rounded()))%"
    }

    /// What the number beside it says, for those who see it.
    private static func bar(_ part: Int, of whole: Int) -> String {
        let percent = whole > 0 ? 100 * Double(part) / Double(whole) : 0
        let width = (min(100, max(0, percent)) * 10).rounded() / 10
        return
            "<span class=\"bar\" aria-hidden=\"true\"><span style=\"width:\(width)%\"></span></span>"
    }
}

/// The four states of some clients.
struct StateTotals {
    var clients = 0
    var failed = 0
    var updatable = 0
    var fresh = 0
    var outdated = 0

    /// The sum over depots, of which each client has one.
    init(of depots: [DepotSummary] = []) {
        for counts in depots.map(\.counts) {
            clients += counts.clients
            failed += counts.failed
            updatable += counts.updatable
            fresh += counts.fresh
            outdated += counts.outdated
        }
    }
}
