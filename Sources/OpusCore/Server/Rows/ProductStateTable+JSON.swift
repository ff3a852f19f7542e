extension ProductStateTable {
    /// Reads a server's whole answer piece by piece, as it would come from the network, for
    /// measurements without one.
    ///
    /// - Parameters:
    ///   - answer: the answer, whose id is 1.
    ///   - size: bytes in a piece.
    /// - Throws: `JSONError`, or `ServerError` where the answer is one.
    package init(answer: [UInt8], pieces size: Int) throws {
        var reader = AnswerReader(id: 1) { ProductStateReader() }
        try answer.withUnsafeBufferPointer { bytes in
            for start in stride(from: 0, to: bytes.count, by: max(1, size)) {
                let end = min(start + max(1, size), bytes.count)
                try reader.take(UnsafeBufferPointer(rebasing: bytes[start..<end]))
            }
        }
        switch try reader.finish() {
        case .result(let table): self = table
        case .failure(let failure): throw ServerError(failure, method: "productOnClient_getObjects")
        case .text(let text):
            throw ServerError(.malformedAnswer, method: "productOnClient_getObjects", text)
        }
    }
}
