#if canImport(OpusServer)
    @testable import OpusServer
#endif

extension AnswerReader {
    /// What is read of an answer to the request 1 that comes in pieces.
    static func read(
        _ pieces: [[UInt8]], _ elements: @escaping () -> Elements
    ) throws(JSONError) -> Envelope<Elements.Value> {
        var reader = AnswerReader(id: 1, elements)
        for piece in pieces {
            try piece.withUnsafeBufferPointer { bytes throws(JSONError) in try reader.take(bytes) }
        }
        return try reader.finish()
    }
}

extension [UInt8] {
    /// The same bytes in pieces of one size.
    func pieces(of size: Int) -> [[UInt8]] {
        stride(from: 0, to: count, by: size).map { Array(self[$0..<Swift.min($0 + size, count)]) }
    }
}
