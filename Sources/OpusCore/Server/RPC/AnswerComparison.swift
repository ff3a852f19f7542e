#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Compares an answer with an earlier one as it comes: it is handed on to be read from the first
/// byte in which it differs, with all that was held back before.
struct AnswerComparison {
    /// A longer answer is compared with nothing the next time.
    static let longest = 4 << 20
    /// When it was made: that stands in the head of a gzip stream.
    private static let timeInGzip = 4..<8

    private let earlier: [UInt8]
    /// Bytes that may differ.
    private let free: Range<Int>
    private var position = 0
    /// All that came; nil where it was too much, or is the same so far.
    private(set) var bytes: [UInt8]?
    private var isSame: Bool

    /// - Parameter earlier: the earlier answer as it crossed the network; empty where there is none.
    init(with earlier: [UInt8]) {
        self.earlier = earlier
        isSame = !earlier.isEmpty
        bytes = earlier.isEmpty ? [] : nil
        // Deflated, and no flag that would have a sum made of the head.
        let isGzip = earlier.starts(with: [0x1F, 0x8B, 8, 0])
        free = isGzip ? Self.timeInGzip : 0..<0
    }

    /// Takes the next bytes, and hands on what is to be read.
    mutating func take(
        _ chunk: UnsafeRawBufferPointer, _ handOn: (UnsafeRawBufferPointer) throws -> Void
    ) rethrows {
        if isSame {
            if matches(chunk) {
                position += chunk.count
                return
            }
            try differs(handOn)
        }
        keep(chunk)
        try handOn(chunk)
    }

    /// Ends the answer.
    ///
    /// - Returns: whether it was the earlier one; nothing was handed on then.
    mutating func finish(
        _ handOn: (UnsafeRawBufferPointer) throws -> Void
    ) rethrows -> Bool {
        guard isSame else { return false }
        if position == earlier.count { return true }
        // The same as far as it came.
        try differs(handOn)
        return false
    }

    private mutating func differs(
        _ handOn: (UnsafeRawBufferPointer) throws -> Void
    ) rethrows {
        isSame = false
        let held = Array(earlier[..<position])
        bytes = held
        try held.withUnsafeBytes { if !$0.isEmpty { try handOn($0) } }
    }

    private mutating func keep(_ chunk: UnsafeRawBufferPointer) {
        guard let count = bytes?.count else { return }
        guard count + chunk.count <= Self.longest else { return bytes = nil }
        bytes?.append(contentsOf: chunk)
    }

    private func matches(_ chunk: UnsafeRawBufferPointer) -> Bool {
        let place = position..<(position + chunk.count)
        guard place.upperBound <= earlier.count else { return false }
        let skipped = place.clamped(to: free)
        guard !skipped.isEmpty else { return matches(chunk, place) }
        return matches(chunk, place.lowerBound..<skipped.lowerBound)
            && matches(chunk, skipped.upperBound..<place.upperBound)
    }

    private func matches(_ chunk: UnsafeRawBufferPointer, _ place: Range<Int>) -> Bool {
        guard !place.isEmpty else { return true }
        let new = UnsafeRawBufferPointer(
            rebasing: chunk[(place.lowerBound - position)..<(place.upperBound - position)])
        return earlier.withUnsafeBytes { bytes in
            let old = UnsafeRawBufferPointer(rebasing: bytes[place])
            guard let new = new.baseAddress, let old = old.baseAddress else { return false }
            return memcmp(new, old, place.count) == 0
        }
    }
}
