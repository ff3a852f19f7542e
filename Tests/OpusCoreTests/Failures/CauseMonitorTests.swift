import MockSupport
import OpsiMock
import Synchronization
import TestSupport
import Testing

@testable import OpusCore
@testable import OpusServer

@Suite("Causes, found out bit by bit")
struct CauseMonitorTests {
    private static let fleet = OpsiMock.Fleet.generated(
        clients: 250, products: 20, groups: 4, seed: 7)

    /// The failures of localboot products.
    private static let failures = fleet.productsOnClient().filter {
        $0.actionResult == "failed" && $0.productType == "LocalbootProduct"
    }

    private static let clients = Set(failures.map(\.clientId)).sorted().map { ObjectID($0) }
    private static let withoutReason = failures.filter { ($0.actionProgress ?? "").isEmpty }

    /// What a refresh found, and how many logs it asked for.
    private struct Step {
        var causes: FailureCauses
        var logs: Int
        var error: ServerError?
    }

    /// Refreshes one after the other, each at its own time.
    private static func refresh(
        _ opus: Opus, _ mock: OpsiMock, budget: Int, clients: [ObjectID] = clients,
        at times: [Duration], _ change: (Int) async throws -> Void = { _ in }
    ) async throws -> [Step] {
        let now = Mutex(Duration.zero)
        let monitor = CauseMonitor(opus, logs: budget) { now.withLock { $0 } }
        var steps: [Step] = []
        for (index, time) in times.enumerated() {
            now.withLock { $0 = time }
            try await change(index)
            mock.clearRequests()
            var step = Step(causes: FailureCauses([]), logs: 0)
            do {
                try await monitor.refresh(failedClients: clients) { step.causes = $0 }
            } catch let error as ServerError {
                step.error = error
            }
            step.logs = mock.requests.flatMap(\.methods).count { $0 == "log_read" }
            steps.append(step)
        }
        return steps
    }

    @Test("no refresh reads more logs than it may, none is read twice, and all are right")
    func budget() async throws {
        let steps = try await withOpus(Self.fleet) { opus, mock in
            try await Self.refresh(
                opus, mock, budget: 3, at: Array(repeating: .zero, count: 20))
        }
        #expect(steps.allSatisfy { $0.logs <= 3 && $0.error == nil })
        let unread = Set(Self.withoutReason.map(\.clientId))
        #expect(unread.count > 6 && unread.count < 3 * 20)
        #expect(steps.map(\.logs).reduce(0, +) == unread.count)
        #expect(steps.last?.logs == 0)
        let pending = steps.map(\.causes.pending)
        #expect(pending == pending.sorted(by: >))
        #expect(pending[0] > 0)
        #expect(pending.last == 0)
        // Whatever is known, every failure is counted once.
        for step in steps {
            #expect(step.causes.counts.map(\.clients).reduce(0, +) == Self.failures.count)
        }
        var truth: [String: Int] = [:]
        for row in Self.failures {
            let kind = try #require(Self.fleet.failure(of: row.productId, on: row.clientId))
            truth["\(row.productId) \(kind.cause.name)", default: 0] += 1
        }
        let found = steps.last?.causes.counts.map {
            ("\($0.product) \($0.cause?.name ?? "pending")", $0.clients)
        }
        #expect(Dictionary(uniqueKeysWithValues: found ?? []) == truth)
    }

    @Test("without a budget, what the rows tell is there, and the rest is pending")
    func rowsAlone() async throws {
        let steps = try await withOpus(Self.fleet) { opus, mock in
            try await Self.refresh(opus, mock, budget: 0, at: [.zero])
        }
        #expect(steps[0].logs == 0)
        #expect(steps[0].causes.pending == Self.withoutReason.count)
    }

    @Test("a log that could not be read is read later; the others are not read again")
    func fault() async throws {
        let steps = try await withOpus(Self.fleet) { opus, mock in
            mock.faults.add(.init(.rpcError, method: "log_read", count: 1))
            return try await Self.refresh(
                opus, mock, budget: 1_000,
                at: [.zero, CauseMonitor.patience - .seconds(1), CauseMonitor.patience])
        }
        #expect(steps.allSatisfy { $0.error == nil })
        #expect(steps[0].causes.pending >= 1)
        #expect(steps[1].logs == 0)
        #expect(steps[1].causes == steps[0].causes)
        #expect(steps[2].logs == 1)
        #expect(steps[2].causes.pending == 0)
    }

    @Test("a log that may still come is pending; one that will not is no cause")
    func lateLogs() async throws {
        let fleet = try OpsiMock.Fleet(
            json: Array(
                """
                {"host": [{"type": "OpsiConfigserver", "id": "depot.opus.test"},
                  {"type": "OpsiClient", "id": "new.opus.test"},
                  {"type": "OpsiClient", "id": "old.opus.test"}],
                 "productOnClient": [
                  \(Self.row("new.opus.test", "2026-11-26 09:14:40")),
                  \(Self.row("old.opus.test", "2026-11-25 09:14:40"))]}
                """.utf8))
        // 26 November 2026, 09:20.
        let steps = try await withOpus(fleet, clock: .fixed(1_795_684_800)) { opus, mock in
            try await Self.refresh(
                opus, mock, budget: 10, clients: ["new.opus.test", "old.opus.test"],
                at: [.zero, CauseMonitor.patience]
            ) { step in
                guard step == 1 else { return }
                let log = LogBuilder.failed([
                    (6, #"ExitCode 1618    Executed process "msiexec /i app.msi /qn""#),
                    (2, "Error level set to fatal"),
                ])
                await mock.writeLog(log.text, of: "new.opus.test")
            }
        }
        #expect(steps.map(\.logs) == [2, 1])
        #expect(steps[0].causes.counts.map(\.cause) == [.unknown, nil])
        #expect(steps[1].causes.counts.map(\.cause) == [.busy, .unknown])
    }

    private static func row(_ client: String, _ time: String) -> String {
        """
        {"type": "ProductOnClient", "clientId": "\(client)", "productId": "app",
         "productType": "LocalbootProduct", "productVersion": "1.0", "packageVersion": "1",
         "actionResult": "failed", "actionRequest": "none", "lastAction": "setup",
         "actionProgress": "", "installationStatus": "unknown", "modificationTime": "\(time)"}
        """
    }

    @Test("who may not read logs asks once, is told once, goes on without, and asks again rarely")
    func refused() async throws {
        let hour = CauseMonitor.patienceWhenRefused
        let steps = try await withOpsiMock(fleet: Self.fleet, configuration: .withUsers) { mock in
            try await withOpus(mock, as: .reader) { opus in
                try await Self.refresh(
                    opus, mock, budget: 5,
                    at: [.zero, .seconds(60), hour - .seconds(1), hour, hour + .seconds(60)])
            }
        }
        #expect(steps.map(\.logs) == [1, 0, 0, 1, 0])
        #expect(steps.map(\.error?.code) == [.permission, nil, nil, nil, nil])
        for step in steps {
            #expect(step.causes.pending == Self.withoutReason.count)
            #expect(step.causes.counts.map(\.clients).reduce(0, +) == Self.failures.count)
        }
    }

    @Test("where nothing is failed, nothing is asked")
    func nothing() async throws {
        try await withOpus(Self.fleet) { opus, mock in
            var found: FailureCauses?
            try await CauseMonitor(opus, logs: 3).refresh(failedClients: []) { found = $0 }
            #expect(found == FailureCauses([]))
            #expect(mock.requests.isEmpty)
        }
    }
}

extension OpsiMock.FailureKind {
    /// What a row of it tells, else the log: none is read for a row with a reason.
    var cause: FailureCause {
        switch self {
        case .installer, .silentInstaller: .installer
        case .filesMissing: .filesMissing
        case .busy: .busy
        case .timeout: .timeout
        case .licence: .licence
        case .scriptReason, .diskFull: .scriptReason
        case .syntaxError: .syntaxError
        case .runtimeError: .scriptError
        case .cache: .cache
        }
    }
}
