import OpusServer

extension ClientSelection {
    /// The clients that an expression or a list selects.
    ///
    /// - Parameter ids: ids of clients that were just read from the server, in order.
    /// - Throws: `TargetError` where there is none, or where one would be a pattern to opsi.
    init(matched ids: [ObjectID]) throws(TargetError) {
        do throws(Refusal) {
            try self.init(ids, among: ids)
        } catch {
            switch error {
            case .empty: throw TargetError(.nothingMatched)
            case .notExact(let id): throw TargetError(.unsafeID(id.text))
            case .unknown(let ids):
                throw TargetError(.unknown(.client, ids.first?.text ?? "", nearest: []))
            }
        }
    }
}
