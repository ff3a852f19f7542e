public import OpusServer

/// A log of one client, line by line, with secrets masked.
public struct ClientLog: Sendable, Equatable {
    /// One line.
    public struct Line: Sendable, Equatable {
        /// Its number; the first is 1.
        public let number: Int
        /// Its level, from 1 (essential) to 9 (confidential): that of the line before where it goes
        /// on from there; nil where there is none before.
        public let level: Int?
        /// When it was written, as it stands there, by the client's clock; nil where it goes on
        /// from the line before.
        public let time: String?
        /// The product that it belongs to; nil outside of one.
        public let product: String?
        /// Its text, indented as it is there.
        public let text: String
        /// The whole line.
        public let whole: String
        /// Whether something in it was masked.
        public let isMasked: Bool
    }

    /// The lines.
    public let lines: [Line]
    /// The runs of products; none in other logs than the installation log.
    public var runs: [LogRun] { installation.runs }
    let installation: InstallationLog

    /// Reads a log.
    ///
    /// - Parameters:
    ///   - bytes: its text, in UTF-8.
    ///   - type: which log it is.
    init(_ bytes: UnsafeBufferPointer<UInt8>, type: LogType) {
        var lines: [Line] = []
        var level: Int?
        var rest = bytes[...]
        while !rest.isEmpty {
            let end = rest.firstIndex(of: 0x0A) ?? rest.endIndex
            let line = Line(rest[rest.startIndex..<end], number: lines.count + 1, after: level)
            level = line.level
            lines.append(line)
            rest = rest[min(end + 1, rest.endIndex)...]
        }
        self.lines = lines
        installation = InstallationLog(
            type == .installation ? bytes : UnsafeBufferPointer(rebasing: bytes[..<0]))
    }

    /// The lines of a run.
    ///
    /// - Parameter run: one of this log's runs.
    /// - Returns: its lines.
    public func lines(of run: LogRun) -> ArraySlice<Line> {
        lines[(run.lines.lowerBound - 1)..<min(run.lines.upperBound, lines.count)]
    }
}

extension ClientLog.Line {
    fileprivate init(
        _ bytes: Slice<UnsafeBufferPointer<UInt8>>, number: Int, after level: Int?
    ) {
        var bytes = bytes
        if bytes.last == 0x0D { bytes = bytes.dropLast() }
        let whole = MaskedText(String(decoding: bytes, as: UTF8.self))
        self.number = number
        self.whole = whole.text
        isMasked = whole.isMasked
        let rebased = UnsafeBufferPointer(rebasing: bytes)
        guard let base = rebased.baseAddress,
            let line = LogLine(LogText(base, count: rebased.count))
        else {
            self.level = level
            time = nil
            product = nil
            text = whole.text
            return
        }
        self.level = line.level
        time = line.time.string
        product = line.product?.string
        text = MaskedText(line.indentedText.string).text
    }
}

extension Opus {
    /// Reads a log of one client.
    ///
    /// - Parameters:
    ///   - type: which log.
    ///   - clientID: the client's exact id.
    /// - Returns: the log; without lines where the server has none.
    /// - Throws: `ServerError`, also where the user is no administrator; `CancellationError`.
    public func log(_ type: LogType, ofClient clientID: ObjectID) async throws -> ClientLog {
        try await backend.log(type, ofClient: clientID) { ClientLog($0, type: type) }
    }
}

extension ClientLog {
    /// The run that a failure tells of, else the last one of a product.
    ///
    /// - Parameters:
    ///   - productID: the product.
    ///   - failure: the product's failure; nil where its last action did not fail.
    /// - Returns: the run; nil where the log has none of the product.
    public func run(of productID: ObjectID, for failure: Failure?) -> LogRun? {
        if let failure,
            case .log(let lines) = RunMatch(row: failure.row, log: installation).failure.source
        {
            return runs.first { $0.lines == lines }
        }
        return installation.lastRun(of: productID.text)
    }

    /// What the log tells of a failed row.
    ///
    /// - Parameter row: the row.
    /// - Returns: the failure, with where its cause comes from, or why the log has none.
    public func failure(of row: ProductOnClient) -> Failure {
        RunMatch(row: row, log: installation).failure
    }
}
