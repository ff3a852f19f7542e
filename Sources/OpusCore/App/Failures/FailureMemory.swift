public import OpusServer

/// What logs told of failures, kept under the rows' times: a row that has not changed since needs
/// no log to be read again. Secrets are masked before they come here.
public struct FailureMemory: Sendable, Equatable {
    struct Key: Hashable {
        var row: RowName
        var version: String
        var modified: Int

        init?(_ row: ProductOnClient) {
            guard let modified = row.modificationTime?.seconds else { return nil }
            self.init(row: row.name, version: row.version ?? "", modified: modified)
        }

        init(row: RowName, version: String, modified: Int) {
            self.row = row
            self.version = version
            self.modified = modified
        }
    }

    struct Entry: Equatable {
        var source: Failure.Source
        var diagnosis: Diagnosis?
    }

    /// A client sends its log when all products have run: what is missing may still come.
    private static let lateLogSeconds = 7_200
    /// Beyond this, the oldest rows' entries are left out.
    static let mostEntries = 50_000

    var entries: [Key: Entry] = [:]

    /// Remembers nothing yet.
    public init() {}

    /// How many failures it knows.
    public var count: Int { entries.count }

    /// Forgets what is of other rows than these, as they have changed or are gone.
    ///
    /// - Parameter rows: all failed rows that there are.
    public mutating func keep(only rows: [ProductOnClient]) {
        let current = Set(rows.compactMap(Key.init))
        entries = entries.filter { current.contains($0.key) }
    }

    /// What is known of a row; nil where nothing is, or the row tells by itself.
    func failure(of row: ProductOnClient) -> Failure? {
        guard row.failureReason.isEmpty, let entry = Key(row).flatMap({ entries[$0] }) else {
            return nil
        }
        return Failure(row, entry.diagnosis, from: entry.source)
    }

    /// What a log told of a row, also where the row gives a reason of its own.
    func told(of row: ProductOnClient) -> Failure? {
        Key(row).flatMap { entries[$0] }.map { Failure(row, $0.diagnosis, from: $0.source) }
    }

    /// Remembers what a log told, unless that may change.
    ///
    /// - Parameters:
    ///   - failure: the failure.
    ///   - now: seconds on the server's local clock.
    mutating func remember(_ failure: Failure, now: Int) {
        guard let key = Key(failure.row) else { return }
        switch failure.source {
        case .log: break
        case .noLog, .noRun, .otherRun, .success, .cutOff:
            guard now - key.modified > Self.lateLogSeconds else { return }
        case .row, .notRead, .unreadable: return
        }
        entries[key] = Entry(source: failure.source, diagnosis: failure.diagnosis)
    }
}
