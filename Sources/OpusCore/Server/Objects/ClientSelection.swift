/// Clients to act on: at least one, each by its exact id, each once, in order.
///
/// To opsi an empty list of hosts can mean every one, `*` is a wildcard and a leading `<` or `>`
/// compares. No value of this type holds any of those, so a method that takes one cannot act on
/// more than what was named.
public struct ClientSelection: Sendable, Hashable {
    /// Why ids are no selection.
    public enum Refusal: Error, Sendable, Equatable {
        /// No id was given.
        case empty
        /// A text that opsi would take as a pattern, or that is empty.
        case notExact(ObjectID)
        /// Ids that the server does not have.
        case unknown([ObjectID])
    }

    /// The ids, exactly as the server has them.
    public let ids: [ObjectID]

    /// Selects clients.
    ///
    /// - Parameters:
    ///   - ids: the ids; what comes twice counts once.
    ///   - known: the ids of all clients that the server has.
    /// - Throws: `Refusal` where there is no id, or one that is no exact id of a known client.
    public init(
        _ ids: some Sequence<ObjectID>, among known: some Sequence<ObjectID>
    ) throws(Refusal) {
        let ids = ids.distinct()
        guard !ids.isEmpty else { throw .empty }
        if let pattern = ids.first(where: { !$0.isExact }) { throw .notExact(pattern) }
        let existing = Set(known)
        let unknown = ids.filter { !existing.contains($0) }
        guard unknown.isEmpty else { throw .unknown(unknown) }
        self.ids = ids
    }

    /// Those of the clients that meet a condition; nil where none does.
    package func filtered(_ isIncluded: (ObjectID) -> Bool) -> ClientSelection? {
        let ids = ids.filter(isIncluded)
        return ids.isEmpty ? nil : ClientSelection(checked: ids)
    }

    private init(checked ids: [ObjectID]) { self.ids = ids }
}

extension ClientSelection.Refusal: CustomStringConvertible {
    /// Says what is wrong, and what to do.
    public var description: String {
        switch self {
        case .empty:
            "no client is selected: name at least one; nothing was done"
        case .notExact(let id):
            "\"\(id)\" is no exact client id, and opsi would take it as a pattern: "
                + "give the id as the server lists it"
        case .unknown(let ids):
            "the opsi server has no client \(ids.quotedList): "
                + "give each id as the server lists it"
        }
    }
}

extension Sequence<ObjectID> {
    /// Each id once, in the order of the first.
    package func distinct() -> [ObjectID] {
        var seen: Set<ObjectID> = []
        return filter { seen.insert($0).inserted }
    }

    /// The ids in quotation marks, with commas between them; of many, the first few.
    package var quotedList: String {
        let limit = 10
        let all = Array(self)
        let shown = all.prefix(limit).map { "\"\($0)\"" }.joined(separator: ", ")
        return all.count > limit ? "\(shown) and \(all.count - limit) more" : shown
    }
}
