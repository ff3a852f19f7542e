/// Where the reading of the configuration stands, for whoever supervises the process.
public enum ReloadPhase: Sendable, Equatable {
    /// It is about to be read anew.
    case began
    /// It has been read and taken over, or the old one stays.
    case ended(isSuccessful: Bool)
}

/// What came of reading the configuration anew.
public enum ReloadOutcome: Sendable, Equatable {
    /// It was taken over whole; the text tells a person what changed.
    case reloaded(String)
    /// The old one stays; the text tells a person why.
    case failed(String)

    var isSuccessful: Bool { if case .reloaded = self { true } else { false } }
}
