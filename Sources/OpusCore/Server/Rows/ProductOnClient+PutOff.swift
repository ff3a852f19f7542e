extension JSONText {
    /// Whether an action's progress says that it was put off: as a user works, or suspended. One of
    /// the three is spelt so.
    @inline(__always)
    var isPutOff: Bool {
        // Nearly all are empty.
        bytes.count > 0
            && (self == "Deferred" || self == "Suspended"
                || self == "defered due to running processes")
    }
}

extension ProductOnClient {
    /// Whether an action with this progress was put off.
    package static func isPutOff(_ progress: String) -> Bool {
        var progress = progress
        return progress.withUTF8 { JSONText(bytes: $0).isPutOff }
    }

    /// Whether what was last asked for was put off.
    package var isPutOff: Bool { Self.isPutOff(actionProgress) }
}
