public import ArgumentParser
public import OpusCore

// The core knows nothing of command lines: its values become arguments here, as they are written.
// Conformances of public types are public.

extension ClientState: @retroactive ExpressibleByArgument {
    /// The names of all states.
    public static var allValueStrings: [String] { allCases.map(\.name) }

    /// A state by its name, in whatever case.
    public init?(argument: String) { self.init(named: argument) }
}

extension FailureAspect: @retroactive ExpressibleByArgument {}

extension FailureCause: @retroactive ExpressibleByArgument {}

extension RolloutShare: @retroactive ExpressibleByArgument {}

extension RolloutStageSizes: @retroactive ExpressibleByArgument {}

extension RolloutWindow: @retroactive ExpressibleByArgument {
    /// Hours of the week, such as `Mo-Fr 22:00-05:00`.
    public init?(argument: String) { self.init(argument) }
}
