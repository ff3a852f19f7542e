import OpusServer

// How a memory is written to a file: a line a failure, with tabs between its fields.
extension FailureMemory {
    /// The first line; where it differs, another version of opus has written the rest.
    private static let heading = "opus failures 1"

    /// The memory as text.
    public var text: String {
        let kept = entries.sorted { $0.key.modified > $1.key.modified }.prefix(Self.mostEntries)
        return kept.reduce(into: Self.heading + "\n") { text, entry in
            text += Self.fields(entry.key, entry.value).map(\.escaped).joined(separator: "\t")
            text += "\n"
        }
    }

    /// Reads a memory; what is not as `text` writes it is left out.
    ///
    /// - Parameter text: what `text` gave.
    public init(text: String) {
        self.init()
        var lines = text.split(separator: "\n").makeIterator()
        guard lines.next() == Substring(Self.heading) else { return }
        while let line = lines.next() {
            let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
                .map { String($0).unescaped }
            guard let (key, entry) = Self.entry(fields) else { continue }
            entries[key] = entry
        }
    }

    // MARK: Fields

    private static let fixedFields = 11
    private static let fieldsOfALine = 4

    private static func fields(_ key: Key, _ entry: Entry) -> [String] {
        let diagnosis = entry.diagnosis
        let number = { (code: ResultCode?) in code.map { "\($0.number)" } ?? "" }
        let fixed = [
            key.row.client.text, key.row.product.text, key.version, "\(key.modified)",
            entry.source.name,
            entry.source.lines.map { "\($0.lowerBound)-\($0.upperBound)" } ?? "",
            diagnosis?.cause.rawValue ?? "", number(diagnosis?.exitCode),
            number(diagnosis?.reasonCode), diagnosis?.isGuessed == true ? "guessed" : "",
            diagnosis?.reason ?? "",
        ]
        return fixed
            + (diagnosis?.evidence ?? []).flatMap {
                ["\($0.line)", "\($0.level)", $0.isMasked ? "masked" : "", $0.text]
            }
    }

    private static func entry(_ fields: [String]) -> (Key, Entry)? {
        guard fields.count >= fixedFields, let modified = Int(fields[3]),
            let source = Failure.Source(name: fields[4], lines: fields[5])
        else { return nil }
        let key = Key(
            row: RowName(client: ObjectID(fields[0]), product: ObjectID(fields[1])),
            version: fields[2], modified: modified)
        guard !fields[6].isEmpty else { return (key, Entry(source: source, diagnosis: nil)) }
        guard let cause = FailureCause(rawValue: fields[6]) else { return nil }
        var diagnosis = Diagnosis(
            cause, exitCode: Int(fields[7]).map { ResultCode($0) },
            isGuessed: fields[9] == "guessed", evidence: lines(fields.dropFirst(fixedFields)))
        diagnosis.reasonCode = Int(fields[8]).map { ResultCode($0) }
        diagnosis.reason = fields[10].isEmpty ? nil : fields[10]
        return (key, Entry(source: source, diagnosis: diagnosis))
    }

    private static func lines(_ fields: ArraySlice<String>) -> [LogExcerpt] {
        var rest = fields
        var lines: [LogExcerpt] = []
        while rest.count >= fieldsOfALine {
            let part = Array(rest.prefix(fieldsOfALine))
            rest = rest.dropFirst(fieldsOfALine)
            guard let line = Int(part[0]), let level = Int(part[1]) else { break }
            lines.append(
                LogExcerpt(line: line, level: level, text: part[3], isMasked: part[2] == "masked"))
        }
        return lines
    }
}

extension Failure.Source {
    fileprivate var name: String {
        switch self {
        case .row: "row"
        case .log: "log"
        case .notRead: "notRead"
        case .noLog: "noLog"
        case .noRun: "noRun"
        case .otherRun: "otherRun"
        case .success: "success"
        case .cutOff: "cutOff"
        case .unreadable: "unreadable"
        }
    }

    fileprivate var lines: ClosedRange<Int>? {
        if case .log(let lines) = self { lines } else { nil }
    }

    /// Those that are remembered.
    fileprivate init?(name: String, lines: String) {
        switch name {
        case "log":
            let ends = lines.split(separator: "-").compactMap { Int($0) }
            guard ends.count == 2, ends[0] > 0, ends[0] <= ends[1] else { return nil }
            self = .log(lines: ends[0]...ends[1])
        case "noLog": self = .noLog
        case "noRun": self = .noRun
        case "otherRun": self = .otherRun
        case "success": self = .success
        case "cutOff": self = .cutOff
        default: return nil
        }
    }
}

extension String {
    fileprivate var escaped: String {
        replacing("\\", with: "\\\\").replacing("\t", with: "\\t").replacing("\n", with: "\\n")
            .replacing("\r", with: "\\r")
    }

    fileprivate var unescaped: String {
        guard contains("\\") else { return self }
        var result = ""
        var isEscape = false
        for character in self {
            if isEscape {
                switch character {
                case "t": result += "\t"
                case "n": result += "\n"
                case "r": result += "\r"
                default: result.append(character)
                }
                isEscape = false
            } else if character == "\\" {
                isEscape = true
            } else {
                result.append(character)
            }
        }
        return result
    }
}
