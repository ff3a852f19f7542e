import ExporterToolkit
import OpusCore

extension LandingPage {
    /// More would be a list that nobody reads; the dashboards have all.
    private static let groupsShown = 25

    /// The four states, each with its share.
    static func states(_ counts: StateCounts) -> String {
        let items = [ClientState.failed, .updatable, .fresh, .outdated].map { state in
            """
            <li class="\(state.name)"><b>\(counts[state])</b> \(state.name)
            <small>\(share(counts[state], of: counts.clients)) of \(counts.clients): \
            \(state.brief)</small>\(bar(counts[state], of: counts.clients))</li>
            """
        }
        return """
            <ul class="states" aria-label="Clients by state">
            \(items.joined(separator: "\n"))
            </ul>

            """
    }

    /// Groups with failed clients, the most first, each leading to its clients.
    static func groups(
        _ groups: Result<[GroupSummary], ServerError>, failures: LandingPageFailures
    ) -> String {
        guard case .success(let groups) = groups else {
            return "<p class=\"bad\">✗ Its groups could not be read.</p>\n"
        }
        let failed = groups.filter { $0.counts[.failed] > 0 }.sorted { left, right in
            (right.counts[.failed], left.counts.clients, left.id)
                < (left.counts[.failed], right.counts.clients, right.id)
        }
        guard !failed.isEmpty else {
            return "<p>None of its \(groups.count) groups has failed clients.</p>\n"
        }
        let shown = failed.prefix(groupsShown)
        let rows = shown.enumerated().map { number, group in
            """
            <tr><th scope="row"><a href="#\(failures.anchor(number))">\
            \(HTMLText.name(group.id.text))</a></th>\(failedCells(group.counts))</tr>
            """
        }
        let more =
            failed.count > groupsShown
            ? "<p>and \(failed.count - groupsShown) more groups with failed clients.</p>\n" : ""
        let caption =
            "Groups by failed clients: \(failed.count) of \(groups.count) groups have some. A"
            + " client counts in each of its groups."
        return table(caption, ["Group", "Failed", "Clients", "Share"], rows) + more
            + failures.clients(ofGroups: shown.map(\.id))
    }

    /// A table with a row for each of what failed.
    static func table(_ caption: String, _ headings: [String], _ rows: [String]) -> String {
        """
        <table>
        <caption>\(caption)</caption>
        <thead><tr>\(headings.map { "<th scope=\"col\">\($0)</th>" }.joined())</tr></thead>
        <tbody>
        \(rows.joined(separator: "\n"))
        </tbody>
        </table>

        """
    }

    /// The cells of a row about clients: those that failed, all, and the share.
    static func failedCells(_ counts: StateCounts) -> String {
        """
        <td>\(counts[.failed])</td><td>\(counts.clients)</td>\
        <td class="share">\(share(counts[.failed], of: counts.clients))\
        \(bar(counts[.failed], of: counts.clients))</td>
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
    static func bar(_ part: Int, of whole: Int) -> String {
        let percent = whole > 0 ? 100 * Double(part) / Double(whole) : 0
        let width = (min(100, max(0, percent)) * 10).rounded() / 10
        return
            "<span class=\"bar\" aria-hidden=\"true\"><span style=\"width:\(width)%\"></span></span>"
    }
}
