#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension RolloutState {
    /// Why a text is no state of a rollout.
    public struct Mistake: Error, Equatable {
        /// What is wrong, in a few words.
        public let description: String
    }

    /// The state as JSON, the same bytes for the same state.
    ///
    /// - Throws: what the encoder throws.
    /// - Returns: the bytes.
    public func json() throws -> [UInt8] {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return Array(try encoder.encode(self))
    }

    /// Reads a state.
    ///
    /// - Parameter json: what `json()` has written.
    /// - Throws: `Mistake` where it is something else, or was cut off.
    public init(json: [UInt8]) throws(Mistake) {
        do {
            self = try JSONDecoder().decode(Self.self, from: Data(json))
        } catch {
            throw Mistake(description: "it is no journal of a rollout, or not all of it")
        }
    }
}
