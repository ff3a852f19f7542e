import OpusCore

/// Where a collector takes the fleet from.
protocol FleetSource: Sendable {
    /// Reads the whole fleet.
    func fleetSummary() async throws -> FleetSummary
    /// Ends the session; called once, at the end.
    func shutdown() async
}

extension Opus: FleetSource {}

/// A source that could not be set up would be none; this is why.
struct CollectionFailure: Error, Equatable {
    let reason: ServerError.Code
    let message: String

    /// Puts any error into the closed set of reasons.
    init(_ error: any Error) {
        if let error = error as? ServerError {
            self.init(reason: error.code, message: "\(error)")
        } else {
            // Not by its text, which nobody vouches for: it could hold anything.
            self.init(
                reason: .unavailable, message: "the fleet could not be read: \(type(of: error))")
        }
    }

    init(reason: ServerError.Code, message: String) {
        self.reason = reason
        self.message = message
    }
}
