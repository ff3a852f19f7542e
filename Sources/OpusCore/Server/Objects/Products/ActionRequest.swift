/// What a client is asked to do with a product (opsi: `actionRequest`).
public enum ActionRequest: String, Sendable, CaseIterable, Hashable {
    /// Nothing.
    case none
    /// Install it, or install it again.
    case setup
    /// Remove it.
    case uninstall
    /// Update it by its update script.
    case update
    /// Run its script at every event.
    case always
    /// Run its script once.
    case once
    /// Run its custom script.
    case custom

    /// Whether it waits to be run once.
    public var isPending: Bool { self != .none && self != .always }
}

extension ActionRequest? {
    /// The action in opsi's words, or that it is one that opus does not know.
    public var words: String { self?.rawValue ?? "another action" }
}
