import Foundation
import OpsiMock
import TestSupport
import Testing

/// The commands in the alerts' descriptions, by the real `opus`, against the demonstration.
@Suite("Commands of the alerts", .timeLimit(.minutes(5)))
struct AlertCommandTests {
    /// A fleet that stands still: its first step is an hour away.
    static let arguments = ["--step", "3600", "--interval", "1"]
    static let depot = "depot01.fleet.test"
    static let group = "group006"

    /// The same fleet, as it is at first.
    static let fleet = OpsiMock.Fleet.generated(
        clients: 240, products: 40, groups: 12, seed: 7)

    /// The commands of each alert, and what each has to do.
    private static let expected: [String: [(line: String, check: Check)]] = [
        "OpsiInstallsFailed": [
            ("opus why depot:\(depot)", .tellsFaults(failures(onDepot))),
            ("opus failed depot:\(depot)", .namesFailures(onDepot)),
            ("opus retry depot:\(depot)", .retries(onDepot)),
        ],
        "OpsiProductFailing": [
            (
                "opus why depot:\(depot) --product \(product)", .tellsFaults(productFailures)
            ),
            ("opus cancel depot:\(depot) --product \(product)", .cancels),
            (
                "opus retry 'depot:\(depot) and failed:\(product)' --product \(product)",
                .retriesRows(productFailures)
            ),
        ],
        "OpsiGroupInstallsFailed": [
            ("opus why group:\(group)", .tellsFaults(failures(inGroup))),
            ("opus failed group:\(group)", .namesFailures(inGroup)),
            ("opus retry group:\(group)", .retries(inGroup)),
        ],
        "OpsiFailuresGrowing": [
            ("opus why depot:\(depot)", .tellsFaults(failures(onDepot))),
            ("opus cancel depot:\(depot)", .makesZero(of("opsi_clients_pending"))),
        ],
        "OpsiActionsStuck": [
            (
                "opus clients 'depot:\(depot) and state:stuck'",
                .lists(of("opsi_clients_stuck"))
            ),
            ("opus on-demand 'depot:\(depot) and state:stuck'", .starts(of("opsi_clients_stuck"))),
        ],
        "OpsiUnreachable": [("opus doctor", .findsTheTrouble)],
        "OpsiDataStale": [("opus doctor", .findsTheTrouble)],
        "OpsiDataIncomplete": [("opus groups", .namesGroups), ("opus doctor", .findsTheTrouble)],
        "OpsiExporterDown": [("opus doctor", .findsTheTrouble)],
        "OpsiExporterAbsent": [("opus status", .tellsStates)],
        "OpsiSeriesLimitExceeded": [("opus products", .namesProducts)],
        "OpsiEventsGone": [("opus doctor", .findsTheTrouble)],
        "OpsiRolloutHalted": [("opus why --product \(product)", .tellsFaults(everywhere))],
        "OpsiCertificateEnds": [("opus doctor", .findsTheTrouble)],
        "OpsiOutdatedShareHigh": [
            ("opus clients state:outdated", .listsFleet("opsi_clients_outdated"))
        ],
        "OpsiClientCountDropped": [("opus status", .tellsStates)],
    ]

    enum Check {
        /// It lists the products that failed on these clients, and no other.
        case namesFailures(Set<String>)
        /// The clients of its faults are those of these failures.
        case tellsFaults([String])
        /// Nothing of it waits any more.
        case cancels
        /// These failures are requested again.
        case retriesRows([String])
        /// Whatever failed on these clients is requested again.
        case retries(Set<String>)
        /// The exporter then shows a 0.
        case makesZero(String)
        /// It lists as many clients as the exporter counts.
        case lists(String)
        case listsFleet(String)
        /// It tells what became of each client that the exporter counts.
        case starts(String)
        /// Right while all is well, and when the server is gone.
        case findsTheTrouble
        case namesGroups
        case namesProducts
        case tellsStates
    }

    static func of(_ family: String, depot: String = depot) -> String {
        "\(family){server=\"demo\",depot=\"\(depot)\"}"
    }

    private static var onDepot: Set<String> {
        let states = fleet.objects(in: .configState, where: "configId", is: "clientconfig.depot.id")
        return Set(
            states.compactMap {
                $0["values"]?.array?.first?.string == depot ? $0["objectId"]?.string : nil
            })
    }

    /// The members of the group and of those below it.
    private static var inGroup: Set<String> {
        var groups: Set = [group]
        while true {
            let below = fleet.objects(in: .group, where: "type", is: "HostGroup").compactMap {
                groups.contains($0["parentGroupId"]?.string ?? "") ? $0["id"]?.string : nil
            }
            guard !groups.isSuperset(of: below) else { break }
            groups.formUnion(below)
        }
        return Set(groups.flatMap { fleet.members(of: $0) })
    }

    /// Clients and products, such as `pc00001.fleet.test firefox`.
    static func failures(_ clients: Set<String>) -> [String] {
        fleet.productsOnClient()
            .filter { $0.actionResult == "failed" && clients.contains($0.clientId) }
            .map { "\($0.clientId) \($0.productId)" }.sorted()
    }

    /// The product that failed on the most clients of the depot.
    static let product = {
        let products = failures(onDepot).map { $0.split(separator: " ")[1] }
            .filter { !$0.hasPrefix("opsi-") }
        let counts = Dictionary(grouping: products) { $0 }.mapValues(\.count)
        return counts.max { ($0.value, $0.key) < ($1.value, $1.key) }.map { String($0.key) } ?? ""
    }()

    private static var productFailures: [String] {
        failures(onDepot).filter { $0.hasSuffix(" \(product)") }
    }

    /// The product's failures on all clients.
    private static var everywhere: [String] {
        let clients = Set(fleet.productsOnClient().map(\.clientId))
        return failures(clients).filter { $0.hasSuffix(" \(product)") }
    }

    @Test("with several servers, they name the one that is meant")
    func contexts() async throws {
        let labels = [
            "server": "demo", "depot": Self.depot, "group": Self.group, "reason": "rpc",
            "family": "opsi_product_clients_failed", "product": "firefox", "version": "1-1",
            "rollout": "firefox-129",
        ]
        let alerts = try await RenderedAlert.all(about: labels, servers: ["demo", "it's"])
        for alert in alerts where !alert.name.hasPrefix("OpsiExporter") {
            let lines = Commands.lines(in: alert.annotations["description"] ?? "")
            #expect(!lines.isEmpty, "\(alert.name)")
            for line in lines { #expect(line.hasSuffix(" --context demo"), "\(line)") }
        }
        let odd = try await RenderedAlert.all(
            about: labels.merging(["server": "it's"]) { $1 }, servers: ["demo", "it's"])
        for alert in odd where !alert.name.hasPrefix("OpsiExporter") {
            for line in Commands.lines(in: alert.annotations["description"] ?? "") {
                #expect(line.hasSuffix(#" --context 'it'\''s'"#), "\(line)")
            }
        }
    }

    @Test("run as written, they do what the text says")
    func asWritten() async throws {
        let alerts = try await RenderedAlert.all(about: [
            "server": "demo", "depot": Self.depot, "group": Self.group, "reason": "rpc",
            "family": "opsi_product_clients_failed", "instance": "127.0.0.1:10447", "job": "opus",
            "product": Self.product, "version": "1.0-1", "rollout": "firefox-129",
        ])
        #expect(Set(alerts.map(\.name)) == Set(Self.expected.keys))
        for alert in alerts {
            let lines = Commands.lines(in: alert.annotations["description"] ?? "")
            let expected = try #require(Self.expected[alert.name])
            #expect(lines == expected.map(\.line), "\(alert.name)")
            // One after the other, as a person would: what one changes, the next one sees.
            try await LiveDemo.run(Self.arguments) { demo in
                let shell = Shell(configuration: demo.configuration)
                for (line, check) in zip(lines, expected.map(\.check)) {
                    try await Self.run(line, check, shell, demo)
                }
            }
        }
    }
}
