import OpusBackend
public import OpusServer

/// What the server says of a row at a moment.
public struct RolloutFact: Sendable, Equatable {
    /// The client.
    public var client: ObjectID
    /// The product.
    public var product: ObjectID
    /// What is requested, such as `setup`; `none` where nothing is.
    public var request: String
    /// How the last action ended, such as `failed`.
    public var result: String
    /// The action that ended so.
    public var lastAction: String
    /// What the client is at, or why it failed; what looks like a secret is masked.
    public var progress: String
    /// Whether it is installed.
    public var status: String
    /// The version that is recorded, or the empty text.
    public var version: String
    /// When it was written, by the server's clock, as far as its writer tells.
    public var time: Int

    /// Makes a fact; the arguments are its properties.
    public init(
        client: ObjectID, product: ObjectID, request: String, result: String, lastAction: String,
        progress: String, status: String, version: String, time: Int
    ) {
        self.client = client
        self.product = product
        self.request = request
        self.result = result
        self.lastAction = lastAction
        self.progress = progress
        self.status = status
        self.version = version
        self.time = time
    }

    /// All of it in a line, to see later whether anything was written.
    var mark: String {
        [request, result, lastAction, status, version, "\(time)", progress]
            .joined(separator: "|")
    }

    /// Whether all but the time is as in a line of before.
    func isAsBefore(_ mark: String) -> Bool {
        guard let old = Self.time(in: mark) else { return false }
        var fact = self
        fact.time = old
        return fact.mark == mark
    }

    private static func time(in mark: String) -> Int? {
        let parts = mark.split(separator: "|", maxSplits: 6, omittingEmptySubsequences: false)
        return parts.count == 7 ? Int(parts[5]) : nil
    }
}

extension RolloutFact {
    /// A row as it was read.
    init(_ row: ProductOnClient) {
        self.init(
            client: row.clientID, product: row.productID,
            request: row.actionRequest?.rawValue ?? "other", result: row.actionResult.rawValue,
            lastAction: row.lastAction,
            progress: row.actionProgress.isEmpty ? "" : MaskedText(row.actionProgress).text,
            status: row.installationStatus.rawValue, version: row.version ?? "",
            time: row.modificationTime?.seconds ?? 0)
    }
}
