import Foundation
import OpsiMock
import TestSupport
import Testing

/// From a failed install to the message that wakes somebody, and to the repair: mock server,
/// exporter, Prometheus, Alertmanager and the command line. All times are shortened, thresholds
/// and texts are as delivered.
@Suite("Alerting, end to end", .timeLimit(.minutes(10)))
struct AlertingTests {
    /// What an alert is about.
    private struct Subject: Hashable {
        let alert: String
        let thing: String

        init(_ alert: String, _ thing: String) {
            self.alert = alert
            self.thing = thing
        }

        init(_ alert: Webhook.Notification.Alert) {
            let labels = alert.labels
            self.init(
                labels["alertname"] ?? "",
                labels["group"] ?? labels["depot"] ?? labels["server"] ?? "")
        }
    }

    private static let onDepot = Subject("OpsiInstallsFailed", OfficeFleet.depot)
    private static let inGroup = Subject("OpsiGroupInstallsFailed", "accounting")
    private static let growing = Subject("OpsiFailuresGrowing", OfficeFleet.depot)
    private static let product = Subject("OpsiProductFailing", OfficeFleet.depot)
    private static let unreachable = Subject("OpsiUnreachable", "127.0.0.1")

    @Test("failed installs page with the right text and resolve; an outage pages only as such")
    func failureAndOutage() async throws {
        try await Self.watchingAnOffice(Self.story)
    }

    @Test("a package that fails pages within minutes, with the cause, the shares and the commands")
    func product() async throws {
        try await Self.watchingAnOffice(Self.productStory)
    }

    private static func productStory(
        _ mock: OpsiMock, _ webhook: Webhook, _ prometheus: LivePrometheus
    ) async throws {
        var told = Told(webhook.notifications)
        _ = try await prometheus.wait(for: "sum(opsi_clients_failed)") { $0.map(\.value) == [0] }
        let now = mock.now
        mock.withFleet { fleet in
            for client in OfficeFleet.clients.prefix(15) {
                fleet.report("firefox", on: client, "successful", at: now)
            }
            for client in OfficeFleet.clients.dropFirst(15).prefix(12) {
                fleet.report(
                    "firefox", on: client, "failed", at: now, "ExitCode = 1618 busy")
            }
            for client in OfficeFleet.clients.suffix(3) { fleet.ask("firefox", on: client) }
        }
        try await told.until { $0.isSuperset(of: [Self.product, growing]) }
        let alert = try #require(told.last[Self.product])
        let annotations = alert.alert.annotations.sorted { $0.key < $1.key }
        Attachment.record(
            annotations.map { "\($0.key): \($0.value)" }.joined(separator: "\n"),
            named: "OpsiProductFailing.txt")
        #expect(alert.receiver == "on-call")
        #expect(
            alert.alert.labels == [
                "alertname": "OpsiProductFailing", "severity": "critical", "server": "127.0.0.1",
                "depot": OfficeFleet.depot, "product": "firefox", "version": "1.0-1",
            ])
        #expect(
            alert.alert.annotations["description"] == """
                On the depot opsi.office.test of 127.0.0.1, firefox 1.0-1 failed on 44.44% of the \
                clients that tried it in the last six hours: on 12, while it succeeded on 15 and \
                waits on 3. The cause that prevails is busy, on 12.
                See why, and where:    opus why depot:opsi.office.test --product firefox
                Stop what still waits: opus cancel depot:opsi.office.test --product firefox
                Retry when mended:     opus retry 'depot:opsi.office.test and failed:firefox' \
                --product firefox

                """)
    }

    /// Rules in which a minute becomes a second wherever there is a time, so that what waits
    /// longer than something else still does.
    private static func hurried(_ rules: String) -> String {
        rules.replacing(
            /(?<key>for: |offset |\[)(?<time>\d+)(?<unit>[mhd])/
        ) { match in
            let minutes = ["m": 1, "h": 60, "d": 24 * 60][String(match.unit)] ?? 0
            return "\(match.key)\((Int(match.time) ?? 0) * minutes)s"
        }
    }

    /// What happens while an office is watched.
    private typealias Story = @Sendable (OpsiMock, Webhook, LivePrometheus) async throws -> Void

    private static func watchingAnOffice(_ story: @escaping Story) async throws {
        try await withTemporaryDirectory { folder in
            let hasty = folder.appending(path: "alerts.yml")
            try hurried(Files.text(Files.alerts))
                .write(to: hasty, atomically: true, encoding: .utf8)
            try await withOpsiMock { mock in
                let now = mock.now
                mock.withFleet { $0 = OfficeFleet.make(now: now) }
                let server = try await mock.waitUntilListening()
                try await watching(server, mock, rules: hasty, story)
            }
        }
    }

    private static func watching(
        _ server: String, _ mock: OpsiMock, rules: URL, _ story: @escaping Story
    ) async throws {
        let username = mock.username
        let password = mock.password
        try await Webhook.run { webhook in
            _ = try await ChildProcess.run(
                "opus-exporter",
                [
                    // Numbers count as stale after five intervals: a busy machine gets its time.
                    "--server", server, "--interval", "2s", "--collector.causes",
                    "--events", "off",
                    "--web.listen-address", "127.0.0.1:0",
                ],
                environment: ["OPUS_USERNAME": username, "OPUS_PASSWORD": password]
            ) { exporter in
                let address = "127.0.0.1:\(try await exporter.listening().port)"
                _ = try await exporter.line(containing: "msg=collected")
                try await LiveAlertmanager.run(notifying: webhook.address) { alertmanager in
                    try await LivePrometheus.run(
                        scraping: ["opus": address], rules: [rules], alertmanager: alertmanager
                    ) { prometheus in
                        try await story(mock, webhook, prometheus)
                    }
                }
            }
        }
    }

    private static func story(
        _ mock: OpsiMock, _ webhook: Webhook, _ prometheus: LivePrometheus
    ) async throws {
        var told = Told(webhook.notifications)
        _ = try await prometheus.wait(for: "sum(opsi_clients_failed)") { $0.map(\.value) == [0] }

        // An install fails on five of the ten clients in accounting, of forty on the depot.
        mock.withFleet { fleet in
            for client in OfficeFleet.accounting.prefix(5) {
                fleet.report("firefox", on: client, "failed")
            }
        }
        try await told.until { $0 == [onDepot, inGroup] }
        let depot = try #require(told.last[onDepot])
        #expect(depot.alert.labels["severity"] == "warning")
        #expect(depot.alert.labels["server"] == "127.0.0.1")
        #expect(depot.receiver == "admins")
        #expect(
            depot.alert.annotations["description"]?
                .contains("opus retry depot:\(OfficeFleet.depot)\n") == true)
        let group = try #require(told.last[inGroup])
        #expect(
            group.alert.labels == [
                "alertname": "OpsiGroupInstallsFailed", "severity": "critical",
                "server": "127.0.0.1",
                "group": "accounting",
            ])
        #expect(group.receiver == "on-call")
        #expect(group.alert.annotations["summary"] == "Installs failed on 50% of group accounting")
        #expect(
            group.alert.annotations["description"]?
                .contains("opus failed group:accounting\n") == true)
        #expect(
            group.alert.annotations["description"]?
                .contains("opus retry group:accounting\n") == true)

        // The alert's own command asks for another try, and that succeeds.
        try await repair(mock, with: group.alert.annotations["description"] ?? "")
        try await told.until { $0.isEmpty }

        // Nothing listens any more.
        mock.faults.set([.init(.refuse)])
        try await told.until { $0 == [unreachable] }
        #expect(told.last[unreachable]?.alert.labels["severity"] == "critical")
        // The old numbers are withdrawn meanwhile, and that is no alert of its own.
        _ = try await prometheus.wait(for: "opsi_clients") { $0.isEmpty }
        mock.faults.clear()
        try await told.until { $0.isEmpty }

        // Prometheus knows of no alert beside those that were told.
        let fired = try await prometheus.query(
            "max_over_time(ALERTS{alertstate=\"firing\"}[1h])")
        let subjects = fired.map {
            Subject(.init(status: "firing", labels: $0.metric, annotations: [:]))
        }
        #expect(Set(subjects) == [onDepot, inGroup, unreachable])
        #expect(told.ever == [onDepot, inGroup, unreachable])
    }

    /// Runs the `opus retry` of an alert's description, and lets the clients that were asked do
    /// as they are told.
    private static func repair(_ mock: OpsiMock, with description: String) async throws {
        let line = try #require(
            Commands.lines(in: description).first { $0.hasPrefix("opus retry ") })
        let opus = try await ChildProcess.run(
            "opus",
            line.split(separator: " ").dropFirst().map(String.init) + ["--yes"],
            environment: [
                "OPUS_SERVER": mock.url, "OPUS_USERNAME": mock.username,
                "OPUS_PASSWORD": mock.password, "HOME": "/proc/nonexistent",
            ])
        #expect(opus.status == 0, "\(opus.errors)")
        mock.withFleet { fleet in
            let asked = fleet.productsOnClient().filter { $0.actionRequest == "setup" }
            #expect(asked.map(\.clientId) == Array(OfficeFleet.accounting.prefix(5)))
            // To ask for another try mends nothing yet.
            #expect(asked.allSatisfy { $0.actionResult == "failed" })
            for row in asked { fleet.report(row.productId, on: row.clientId, "successful") }
        }
    }

    /// What Alertmanager has told so far.
    private struct Told {
        private var notifications: AsyncStream<Webhook.Notification>.Iterator
        /// What is firing as far as was told.
        private(set) var firing: Set<Subject> = []
        /// What was ever told.
        private(set) var ever: Set<Subject> = []
        /// The last that was told of a subject.
        private(set) var last: [Subject: (receiver: String, alert: Webhook.Notification.Alert)] =
            [:]

        init(_ notifications: AsyncStream<Webhook.Notification>) {
            self.notifications = notifications.makeAsyncIterator()
        }

        /// Listens until what is firing is as wanted.
        mutating func until(_ wanted: (Set<Subject>) -> Bool) async throws {
            while !wanted(firing) {
                let notification = try #require(await notifications.next())
                for alert in notification.alerts {
                    let subject = Subject(alert)
                    ever.insert(subject)
                    last[subject] = (notification.receiver, alert)
                    if alert.status == "firing" {
                        firing.insert(subject)
                    } else {
                        firing.remove(subject)
                    }
                }
            }
        }
    }
}
