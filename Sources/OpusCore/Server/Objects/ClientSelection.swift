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
        case notExact(String)
        /// Ids that the server does not have.
        case unknown([String])
    }

    /// The ids, exactly as the server has them.
    public let ids: [String]

    /// Selects clients.
    ///
    /// - Parameters:
    ///   - ids: the ids; what comes twice counts once.
    ///   - known: the ids of all clients that the server has.
    /// - Throws: `Refusal` where there is no id, or one that is no exact id of a known client.
    public init(
        _ ids: some Sequence<String>, among known: some Sequence<String>
    ) throws(Refusal) {
        // By bytes: to Swift two ids can be equal that are not the same.
        var distinct = StringTable()
        for id in ids { _ = distinct.number(of: id) }
        guard !distinct.strings.isEmpty else { throw .empty }
        if let pattern = distinct.strings.first(where: { !$0.isExactID }) {
            throw .notExact(pattern)
        }
        var existing = StringTable()
        for id in known { _ = existing.number(of: id) }
        let unknown = distinct.strings.filter { existing.existingNumber(of: $0) == nil }
        guard unknown.isEmpty else { throw .unknown(unknown) }
        self.ids = Array(distinct.strings)
    }

    /// Those of the clients that meet a condition; nil where none does.
    package func filtered(_ isIncluded: (String) -> Bool) -> ClientSelection? {
        let ids = ids.filter(isIncluded)
        return ids.isEmpty ? nil : ClientSelection(checked: ids)
    }

    private init(checked ids: [String]) { self.ids = ids }
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

extension Sequence<String> {
    /// The texts in quotation marks, with commas between them; of many, the first few.
    package var quotedList: String {
        let limit = 10
        let all = Array(self)
        let shown = all.prefix(limit).map { "\"\($0)\"" }.joined(separator: ", ")
        return all.count > limit ? "\(shown) and \(all.count - limit) more" : shown
    }
}
