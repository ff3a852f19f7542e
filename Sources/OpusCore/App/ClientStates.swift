/// The states that a client is in; they may overlap.
public struct ClientStates: OptionSet, Sendable, Hashable {
    /// One bit a state.
    public let rawValue: UInt8

    /// States from their bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// At least one product's last action failed, whatever its installation status.
    public static let failed = ClientStates(rawValue: 1 << 0)
    /// The client's depot has a newer version of at least one installed product.
    public static let updatable = ClientStates(rawValue: 1 << 1)
    /// A client agent is installed, and nothing else outside the baseline.
    public static let fresh = ClientStates(rawValue: 1 << 2)
    /// Not seen for `StateDefinitions.outdatedAfterDays` days.
    public static let outdated = ClientStates(rawValue: 1 << 3)
    /// Never seen since it was created.
    public static let neverSeen = ClientStates(rawValue: 1 << 4)
    /// An action is requested that has not run yet.
    public static let pending = ClientStates(rawValue: 1 << 5)
    /// Pending for `StateDefinitions.stuckAfterHours` hours.
    public static let stuck = ClientStates(rawValue: 1 << 6)
    /// An installed product is newer than on the client's depot.
    public static let downgrade = ClientStates(rawValue: 1 << 7)
}
