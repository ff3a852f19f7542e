import Foundation
import OpsiMock

/// What administrators do to the demonstration's fleet: rollouts begin, and somebody looks at
/// failures. What its clients make of that is the mock's own matter.
struct FleetDays {
    /// An action that is asked of some clients.
    struct Request {
        let productId: String
        let clients: [String]
    }

    /// Steps between two rollouts of a product to a group.
    private static let stepsBetweenRollouts = 12
    /// A client not seen for this long when life begins goes on sleeping.
    private static let secondsAwake = 3 * 86_400.0
    /// How many failures somebody looks at in each step, in each hundred.
    private static let lookedAt = 0.03

    private var random: SplitMix
    private var passed = 0
    private var steps = 0

    init(seed: UInt64) { random = SplitMix(state: seed) }

    /// Lets time pass; how much has passed in all, in seconds.
    mutating func pass(seconds: Int) -> Int {
        passed += seconds
        return passed
    }

    /// What is asked for in a step.
    mutating func requests(in fleet: OpsiMock.Fleet) -> [Request] {
        steps += 1
        var requests = steps % Self.stepsBetweenRollouts == 1 ? [rollout(in: fleet)] : []
        for row in fleet.productsOnClient()
        where row.actionResult == "failed" && row.actionRequest == "none" && chance(Self.lookedAt) {
            requests.append(Request(productId: row.productId, clients: [row.clientId]))
        }
        return requests.compactMap { $0 }
    }

    /// A product for the members of some group.
    private mutating func rollout(in fleet: OpsiMock.Fleet) -> Request? {
        let groups = fleet.objects(in: .group, where: "type", is: "HostGroup")
            .compactMap { $0["id"]?.string }
        let products = fleet.objects(in: .product, where: "type", is: "LocalbootProduct")
            .compactMap { $0["id"]?.string }
        guard let group = groups.randomElement(using: &random),
            let product = Set(products).sorted().randomElement(using: &random)
        else { return nil }
        return Request(productId: product, clients: fleet.members(of: group))
    }

    /// The clients that were not seen for long, and go on sleeping.
    ///
    /// - Parameters:
    ///   - fleet: the fleet.
    ///   - now: the server's local time, as opsi writes it.
    /// - Returns: their ids.
    static func sleepers(in fleet: OpsiMock.Fleet, now: String) -> Set<String> {
        let style = Date.ISO8601FormatStyle(dateTimeSeparator: .space)
            .year().month().day().time(includingFractionalSeconds: false)
        guard let present = try? Date(now, strategy: style) else { return [] }
        let hosts = fleet.objects(in: .host, where: "type", is: "OpsiClient")
        return Set(
            hosts.compactMap { host in
                guard let id = host["id"]?.string else { return nil }
                let seen = host["lastSeen"]?.string.flatMap { try? Date($0, strategy: style) }
                let age = seen.map { present.timeIntervalSince($0) } ?? .infinity
                return age > secondsAwake ? id : nil
            })
    }

    private mutating func chance(_ probability: Double) -> Bool {
        Double.random(in: 0..<1, using: &random) < probability
    }
}

/// A small generator of chances that can be repeated.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
