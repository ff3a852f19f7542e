public import OpusServer

/// Something that happened in a fleet.
public struct Happening: Sendable, Equatable {
    /// What it was.
    public enum Kind: String, Sendable, CaseIterable {
        /// An action was asked for.
        case requested
        /// A client is at it.
        case started
        /// It waits for the user, or for a restart.
        case deferred
        /// It was done.
        case succeeded
        /// It failed.
        case failed
        /// It is asked for no more, and nothing was reported.
        case withdrawn
        /// A client is there again.
        case online
        /// A client is gone.
        case offline
    }

    /// What it was.
    public let kind: Kind
    /// The client.
    public let client: ObjectID
    /// The product; nil where it is about the client itself.
    public let product: ObjectID?
    /// The action, in opsi's words; empty where it is about the client itself.
    public let action: String
    /// The reason of a failure, or what the client is at; may be empty.
    public let detail: String
}

/// What is known of rows from one event to the next, so that it can be told what an event stands
/// for: it says that a row was written, never what became of it.
struct RowHistory {
    /// What of a row makes a difference.
    private struct State: Equatable {
        let request: String
        let progress: String
        let result: ActionResult
        let modified: LocalTimestamp?
        let kind: Happening.Kind
    }

    private var states: [RowName: State] = [:]

    /// Takes in rows as they are now, of which nothing is told.
    mutating func learn(_ rows: [ProductOnClient]) {
        for row in rows { states[row.name] = Self.state(row) }
    }

    /// What a row that was written has come to; nil where nothing is different.
    mutating func happening(_ row: ProductOnClient) -> Happening? {
        let state = Self.state(row)
        let old = states.updateValue(state, forKey: row.name)
        guard old != state else { return nil }
        if let old, old.kind == state.kind, old.request == state.request,
            old.progress == state.progress, old.result == state.result
        {
            // Only the time is another one: the same again, where something ended anew.
            guard state.kind == .failed || state.kind == .succeeded else { return nil }
        }
        var kind = state.kind
        if kind == .withdrawn, old == nil || old?.kind == .withdrawn { return nil }
        // A result that was there before the request was taken back is no new one.
        if kind == .failed || kind == .succeeded, let old, old.kind == .requested,
            old.result == state.result, old.modified == state.modified
        {
            kind = .withdrawn
        }
        let isOver = [.failed, .succeeded, .withdrawn].contains(kind)
        let action = isOver ? row.lastAction : state.request
        return Happening(
            kind: kind, client: row.clientID, product: row.productID,
            action: action == "none" ? "" : action,
            detail: kind == .succeeded || kind == .withdrawn || kind == .requested
                ? "" : row.actionProgress)
    }

    private static func state(_ row: ProductOnClient) -> State {
        let request = row.actionRequest.words
        let kind: Happening.Kind
        if row.actionRequest == ActionRequest.none
            || row.actionRequest == .always && row.actionProgress.isEmpty
        {
            switch row.actionResult {
            case .failed: kind = .failed
            case .successful: kind = .succeeded
            case .none: kind = .withdrawn
            }
        } else if row.actionProgress.isEmpty || row.actionResult == .failed {
            // What an earlier failure has left stays until the client begins.
            kind = .requested
        } else if row.isPutOff {
            kind = .deferred
        } else {
            kind = .started
        }
        return State(
            request: request, progress: row.actionProgress, result: row.actionResult,
            modified: row.modificationTime, kind: kind)
    }
}
