import AsyncHTTPClient
import Foundation
import OpsiMock
import TestSupport

/// A real exporter, scraped without a pause while all goes wrong behind it.
struct Soak: Sendable {
    private static let interval = "200ms"
    /// In seconds.
    private static let maximumAge = 2.0
    private static let scrapers = 4
    /// After the last fault, so many collections must succeed, one after the other.
    private static let calmCollections = 5
    private static let calmLimit = Duration.seconds(60)

    let options: SoakOptions
    /// Told of a line now and then.
    let progress: @Sendable (String) -> Void

    private enum Event: Sendable {
        case answer(Scrape.Answer)
        case failure(any Error)
        case second
        case over
        case overdue
    }

    /// Runs it.
    ///
    /// - Returns: the figures.
    /// - Throws: where it can't be set up.
    func run() async throws -> SoakReport {
        let fleet = SoakFleet(
            seed: options.seed, plan: FaultPlan(rate: options.faults, seed: options.seed &+ 1))
        return try await withOpsiMock(
            fleet: fleet.original, configuration: .init { $0.requestLogLimit = 10 }
        ) { mock in
            fleet.attach(to: mock)
            let end = try await ChildProcess.run(
                "opus-exporter",
                [
                    "--server", mock.url, "--name", "soak", "--interval", Self.interval,
                    "--max-age", "\(Int(Self.maximumAge))s", "--call-timeout", "1s",
                    "--collection-timeout", "3s",
                    // Its fleet changes behind the server's back, where no event tells of it.
                    "--events", "off",
                    "--full-interval", "20s", "--batch-size", "7", "--collector.products",
                    "--collector.clients",
                    "--web.listen-address", "127.0.0.1:0",
                ],
                environment: ["OPUS_USERNAME": mock.username, "OPUS_PASSWORD": mock.password]
            ) { exporter in try await watch(exporter, mock, fleet) }
            var report = end.value
            report.exitStatus = end.status
            report.lastWords = end.errors.filter { $0.contains("Fatal") || $0.contains("Crash") }
            return report
        }
    }

    private func watch(
        _ exporter: ChildProcess, _ mock: OpsiMock, _ fleet: SoakFleet
    ) async throws -> SoakReport {
        let url = try await exporter.listening().url + "/metrics"
        let (events, sender) = AsyncStream.makeStream(of: Event.self)
        // The shared one unpacks gzip by itself.
        let client = HTTPClient(eventLoopGroupProvider: .singleton)
        defer { client.shutdown { _ in } }
        return try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<Self.scrapers {
                group.addTask { await scrape(url, number, client, sender) }
            }
            group.addTask {
                while !Task.isCancelled {
                    try? await Task.sleep(for: .seconds(1))
                    sender.yield(.second)
                }
            }
            group.addTask {
                try? await Task.sleep(for: .seconds(options.seconds))
                sender.yield(.over)
                try? await Task.sleep(for: Self.calmLimit)
                sender.yield(.overdue)
            }
            let report = try await judge(events, exporter, mock, fleet)
            group.cancelAll()
            return report
        }
    }

    /// Scrapes at its share of the rate: each form in turn, by GET and HEAD, with and without the
    /// entity tag that is known.
    private func scrape(
        _ url: String, _ number: Int, _ client: HTTPClient,
        _ sender: AsyncStream<Event>.Continuation
    ) async {
        var generator = SeededGenerator(seed: options.seed &+ 100 &+ UInt64(number))
        var tags: [Scrape.Form: String] = [:]
        let period = Duration.seconds(Double(Self.scrapers) / options.rate)
        let clock = ContinuousClock()
        var next = clock.now + period * (Double(number) / Double(Self.scrapers))
        while !Task.isCancelled {
            try? await clock.sleep(until: next)
            next += period
            let form = generator.pick(Scrape.Form.all)
            let scrape = Scrape(
                form: form, isHead: generator.happens(onceIn: 8),
                known: generator.happens(onceIn: 3) ? tags[form] : nil)
            do {
                let answer = try await scrape.run(client, url: url)
                tags[form] = answer.tag
                sender.yield(.answer(answer))
            } catch {
                if Task.isCancelled { return }
                sender.yield(.failure(error))
            }
        }
    }

    private func judge(
        _ events: AsyncStream<Event>, _ exporter: ChildProcess, _ mock: OpsiMock,
        _ fleet: SoakFleet
    ) async throws -> SoakReport {
        var judge = Judge(Verifier(maximumAge: Self.maximumAge) { fleet[$0] })
        var memory = MemoryRecord()
        /// When the last fault was taken away.
        var calmSince: ContinuousClock.Instant?
        /// After this many collections, nothing of the last fault is left.
        var lastTroubled: Int?
        /// What the first success said after the last fault.
        var calm: Verifier.Facts?
        var hasRecovered = false
        loop: for await event in events {
            switch event {
            case .failure(let error): judge.failed(error)
            case .answer(let answer):
                if let version = try judge.take(answer) { fleet.wasRead(version) }
                // Answers that waited to be judged are older.
                guard let calmSince, answer.started > calmSince else { continue }
                // One was under way, and what was laid out for it may have hit it.
                let last = lastTroubled ?? judge.facts.collections + 2
                lastTroubled = last
                guard judge.facts.isUp, judge.facts.collections >= last else { continue }
                let start = calm ?? judge.facts
                calm = start
                guard judge.facts.collections >= start.collections + Self.calmCollections else {
                    continue
                }
                hasRecovered = judge.facts.broken == start.broken
                break loop
            case .second:
                guard calmSince == nil, let now = MemoryRecord.resident(exporter.id) else {
                    continue
                }
                memory.note(now)
                if memory.megabytes.count.isMultiple(of: 30) {
                    progress(SoakReport(judge, memory, versions: fleet.count).line)
                }
            case .over:
                fleet.calm(mock)
                calmSince = .now
            case .overdue: break loop
            }
        }
        var report = SoakReport(judge, memory, versions: fleet.count)
        report.hasRecovered = hasRecovered
        report.seconds = options.seconds
        return report
    }
}
