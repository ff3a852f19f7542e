import FleetModel
import Foundation
import OpsiMock
import Synchronization
import TestSupport

/// The mock's fleet, which becomes the next version with each collection.
///
/// The first call of a collection is `backend_info`, which tells nothing of the fleet. Right after
/// it the fleet changes and the faults of this collection are laid out; until the next such call
/// it stays as it is. So whatever a collection reads, it reads of one version, and a depot that is
/// named after the version tells in every scrape of which.
final class SoakFleet: Sendable {
    /// A fleet as it stood still for a collection.
    struct Version: Sendable {
        let number: Int
        /// As a fleet file.
        let json: [UInt8]
        /// The server's clock.
        let unixTime: Int
        /// What was laid out to go wrong.
        let faults: [OpsiMock.Fault.Kind]

        /// What must be counted, by a model that shares nothing with the core.
        func counts() throws -> Counts {
            let model = try ReferenceFleet(json: Data(json), unixTime: unixTime)
            var counts = model.counts()
            counts.merge(model.failureCounts())
            // Of the model alone: no metric tells of it.
            counts.remove("downgrade")
            return counts
        }
    }

    private struct State {
        var writer: FleetWriter
        var plan: FaultPlan
        var unixTime: Int
        var latest = 0
        var versions: [Int: Version] = [:]
        /// The failed and pending rows of each version that may be the last one read in whole.
        var loudRows: [(version: Int, rows: Set<String>)] = []
    }

    private static let firstCall = "backend_info"
    private static let markerEnd = ".version.test"
    /// More would take the model too long.
    private static let mostClients = 40
    /// Data is shown for seconds, so older ones are not asked for.
    private static let kept = 200

    private let state: Mutex<State>
    let original: OpsiMock.Fleet

    init(seed: UInt64, plan: FaultPlan) {
        let start = 1_795_369_413
        var writer = FleetWriter(seed: seed)
        original = writer.fleet(now: start)
        state = Mutex(State(writer: writer, plan: plan, unixTime: start))
    }

    /// Changes the fleet of a mock from now on.
    func attach(to mock: OpsiMock) {
        let time = state.withLock { state in
            state.unixTime += state.writer.generator.pick([1, 1, 2, 5, 30, 600, 4_000])
            return state.unixTime
        }
        mock.changeFleet(after: Self.firstCall, settingClock: .fixed(time)) {
            [self, unowned mock] fleet in
            mock.faults.set(change(&fleet, at: time))
            attach(to: mock)
        }
    }

    /// Lets nothing go wrong any more.
    func calm(_ mock: OpsiMock) {
        state.withLock { $0.plan.rate = 0 }
        mock.faults.clear()
    }

    /// The version of a number; nil where there never was one, or long ago.
    subscript(number: Int) -> Version? { state.withLock { $0.versions[number] } }

    /// How many versions there were.
    var count: Int { state.withLock { $0.latest } }

    /// Says that a version was read in whole, and maybe later ones.
    func wasRead(_ number: Int) {
        state.withLock { state in state.loudRows.removeAll { $0.version < number } }
    }

    /// The version that a depot stands for; nil for a depot of clients.
    static func version(ofDepot id: String) -> Int? {
        guard id.hasPrefix("v"), id.hasSuffix(markerEnd) else { return nil }
        return Int(id.dropFirst().dropLast(markerEnd.count))
    }

    private func change(_ fleet: inout OpsiMock.Fleet, at time: Int) -> [OpsiMock.Fault] {
        state.withLock { state in
            let sets = state.loudRows.map(\.rows)
            state.writer.refreshed(
                withLoudRows: sets.dropFirst().reduce(sets.first ?? []) { $0.intersection($1) })
            for _ in 0..<Int.random(in: 1...4, using: &state.writer.generator) {
                state.writer.write(to: &fleet, now: time)
            }
            for client in fleet.clientIds.dropFirst(Self.mostClients) {
                fleet.remove(from: .host) { $0["id"]?.text == client }
            }
            state.latest += 1
            fleet.remove(from: .host) { $0["id"]?.text?.hasSuffix(Self.markerEnd) ?? false }
            fleet.add(
                [
                    "id": .string("v\(state.latest)\(Self.markerEnd)"),
                    "type": "OpsiDepotserver", "isMasterDepot": .bool(true),
                ], to: .host)
            let faults = state.plan.next()
            state.versions[state.latest] = Version(
                number: state.latest, json: fleet.json, unixTime: time, faults: faults.map(\.kind))
            state.versions[state.latest - Self.kept] = nil
            state.loudRows.append((state.latest, state.writer.loudRows(in: fleet)))
            return faults
        }
    }
}
