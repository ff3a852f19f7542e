// The fuzzer of answers has the server's sources in its own module.
#if canImport(OpusServer)
    @testable import OpusServer
#endif

extension ProductState.Flags {
    /// What a row has to say of a whole object, worked out in the plainest way.
    init(whole object: ProductOnClient) {
        self = []
        if object.installationStatus == .installed { insert(.installed) }
        if object.actionResult == .failed { insert(.failed) }
        if object.actionResult == .successful { insert(.succeeded) }
        if ["Deferred", "Suspended", "defered due to running processes"]
            .contains(object.actionProgress)
        {
            insert(.putOff)
        }
        if object.type == .localboot { insert(.localboot) }
    }
}
