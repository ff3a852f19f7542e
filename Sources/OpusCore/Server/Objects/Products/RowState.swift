/// What a decision about a product on a client rests on: a row that is no longer so is not
/// written.
package struct RowState: Sendable, Equatable {
    /// Whether the product is installed.
    package var status: InstallationStatus
    /// The version that is recorded; nil where none is.
    package var version: String?
    /// What is requested; nil for an action that opus does not know.
    package var request: ActionRequest?
    /// Whether the last action failed.
    package var hasFailed: Bool

    package init(
        status: InstallationStatus, version: String?, request: ActionRequest?, hasFailed: Bool
    ) {
        self.status = status
        self.version = version
        self.request = request
        self.hasFailed = hasFailed
    }

    package init(_ row: ProductOnClient) {
        self.init(
            status: row.installationStatus, version: row.version, request: row.actionRequest,
            hasFailed: row.actionResult == .failed)
    }

    /// What became of a row meanwhile, for a person; nil where it is as it was. Nil stands for no
    /// row.
    package static func change(from old: RowState?, to new: RowState?) -> String? {
        guard old != new else { return nil }
        guard let new else { return "its row is gone: somebody deleted it, or the client" }
        let none = ActionRequest.none
        if new.request != (old?.request ?? none) {
            guard new.request != none else {
                return "its request was taken back, or has run"
            }
            return "\(new.request.words) was requested"
        }
        switch new.status {
        case .installed where old?.status != .installed || old?.version != new.version:
            return "it is installed\(new.version.map { " (\($0))" } ?? "") by now"
        case .notInstalled where old != nil && old?.status != .notInstalled:
            return "it is no longer installed"
        case .unknown where old?.status != .unknown: return "an action runs with it, or failed"
        default: break
        }
        if new.hasFailed != old?.hasFailed {
            return new.hasFailed ? "its last action failed" : "its last action failed no more"
        }
        return "somebody recorded something else of it"
    }
}
