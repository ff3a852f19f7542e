import ExporterToolkit
import LocalSystem
import OpusCore

/// What failed on one server, for the page for people: versions, and clients by group.
struct LandingPageFailures {
    /// More would be a list that nobody reads; the commands tell all.
    private static let versionsShown = 10
    private static let clientsShown = 50

    let fleet: FleetSummary
    /// By client and product, as far as they are known.
    let reasons: [ObjectID: [ObjectID: String]]
    /// The number of the server's section.
    let section: Int
    /// The server's name, where commands have to say which one is meant.
    let server: String?

    /// Versions that failed, those that fail now first.
    var products: String {
        let versions = fleet.failingVersions.sorted { left, right in
            (right.failedRecently, right.failed, left.product, left.version, left.depot)
                < (left.failedRecently, left.failed, right.product, right.version, right.depot)
        }
        guard !versions.isEmpty else { return "<p>No product has failed.</p>\n" }
        let rows = versions.prefix(Self.versionsShown).map(row)
        let rest = versions.count - Self.versionsShown
        let more =
            rest > 0 ? "<p>and \(rest) more; all of them: \(command("opus why"))</p>\n" : ""
        return LandingPage.table(
            "Products that fail, by version and depot; of late is within six hours.",
            ["Product", "Of late", "Failed", "Share"], rows) + more
    }

    private func row(_ version: FailingVersion) -> String {
        let tried = version.failed + (version.uptake?.succeeded ?? 0)
        let share = version.uptake == nil ? "–" : LandingPage.share(version.failed, of: tried)
        let bar = version.uptake == nil ? "" : LandingPage.bar(version.failed, of: tried)
        let waiting = version.uptake.map { $0.waiting > 0 ? ", \($0.waiting) wait" : "" } ?? ""
        return """
            <tr><th scope="row">\(HTMLText.name(version.product.text)) \
            \(HTMLText.name(version.version))<small>on \(HTMLText.name(version.depot.text))\
            \(waiting)</small>\(command("opus why -p \(ShellQuoting.word(version.product.text))"))</th>\
            <td>\(version.failedRecently)</td><td>\(version.failed)</td>\
            <td class="share">\(share)\(bar)</td></tr>
            """
    }

    // MARK: Clients

    /// Where the clients of a group are on the page, by the group's place in the list.
    func anchor(_ number: Int) -> String { "server\(section)-group\(number)" }

    /// The failed clients of some groups, each group's hidden until somebody goes there.
    func clients(ofGroups groups: [ObjectID]) -> String {
        let clientsOf = groups.reduce(into: [ObjectID: [FailedClient]]()) { $0[$1] = [] }
        let members = fleet.failedClients.reduce(into: clientsOf) { members, client in
            for group in client.groups where members[group] != nil {
                members[group]?.append(client)
            }
        }
        return groups.enumerated().map { number, group in
            let clients = members[group] ?? []
            let rest = clients.count - Self.clientsShown
            let more = rest > 0 ? "<p>and \(rest) more.</p>\n" : ""
            return """
                <section class="clients" id="\(anchor(number))">
                <h3>Failed clients of \(HTMLText.name(group.text))</h3>
                <p>Why, fault by fault: \(command("opus why \(Self.target(group: group.text))"))</p>
                <ul>
                \(clients.prefix(Self.clientsShown).map(item).joined(separator: "\n"))
                </ul>
                \(more)</section>
                """
        }.joined(separator: "\n") + "\n"
    }

    private func item(_ client: FailedClient) -> String {
        let products = client.products.map { product in
            let reason = reasons[client.id]?[product].map { ": \(HTMLText.name($0))" } ?? ""
            return "<br>\(HTMLText.name(product.text))\(reason)"
        }
        return """
            <li><b>\(HTMLText.name(client.id.text))</b>\(products.joined())\
            \(command("opus why \(Self.word(.client(named: client.id.text)))"))</li>
            """
    }

    // MARK: Commands

    /// A command to paste.
    private func command(_ text: String) -> String {
        let context = server.map { " --context \(ShellQuoting.word($0))" } ?? ""
        return "<code>\(HTMLText.escaped(text + context))</code>"
    }

    /// A group as a target, quoted for opus and for the shell where it has to be.
    static func target(group: String) -> String {
        word(TargetExpression.group(named: group))
    }

    private static func word(_ expression: TargetExpression) -> String {
        ShellQuoting.word("\(expression)")
    }
}

extension LandingPage {
    /// The depots, those with the most failed clients first.
    static func depots(_ depots: [DepotSummary]) -> String {
        let ordered = depots.filter { $0.counts.clients > 0 }.sorted { left, right in
            (right.counts[.failed], left.id) < (left.counts[.failed], right.id)
        }
        guard !ordered.isEmpty else { return "" }
        let rows = ordered.map { depot in
            """
            <tr><th scope="row">\(HTMLText.name(depot.id.text))</th>\(failedCells(depot.counts))</tr>
            """
        }
        return table(
            "Depots by failed clients. Each client counts at one.",
            ["Depot", "Failed", "Clients", "Share"], rows)
    }
}
