/// That something was written on an opsi server, or that a client came or went (opsi: a message
/// of the type `event`).
///
/// Events are hints: they say which object it was, not what became of it, and they can be lost
/// without a sign (messagebus.md).
package struct BusEvent: Sendable, Equatable {
    /// The kinds of events that opus listens to, by the names that opsi gives them.
    package enum Kind: String, Sendable, CaseIterable {
        case rowCreated = "productOnClient_created"
        case rowUpdated = "productOnClient_updated"
        case rowDeleted = "productOnClient_deleted"
        case hostCreated = "host_created"
        case hostUpdated = "host_updated"
        case hostDeleted = "host_deleted"
        case hostConnected = "host_connected"
        case hostDisconnected = "host_disconnected"
        case configStateCreated = "configState_created"
        case configStateUpdated = "configState_updated"
        case configStateDeleted = "configState_deleted"
        case configCreated = "config_created"
        case configUpdated = "config_updated"
        case configDeleted = "config_deleted"
        case logUpdated = "log_updated"

        /// The channel on which it comes.
        var channel: String { "event:\(rawValue)" }
    }

    /// What an event is about.
    package enum Subject: Sendable, Equatable {
        /// A product on a client.
        case row(client: ObjectID, product: ObjectID)
        /// A client or a depot; nil where it is not said which of the two.
        case host(ObjectID, isClient: Bool?)
        /// A setting of a client or depot, by the setting's name.
        case configState(String, object: ObjectID)
        /// A setting, by its name.
        case config(String)
        /// A log of a client.
        case log(ObjectID)
    }

    package let kind: Kind
    package let subject: Subject

    package init(_ kind: Kind, _ subject: Subject) {
        self.kind = kind
        self.subject = subject
    }

    /// Reads an event's name and data; nil where it is none that opus knows, or says too little.
    init?(name: String, data: MessagePackValue) {
        guard let kind = Kind(rawValue: name) else { return nil }
        func id(_ key: StaticString, of object: MessagePackValue? = data) -> ObjectID? {
            object?[key]?.text.flatMap { $0.isEmpty ? nil : ObjectID($0) }
        }
        func host(_ object: MessagePackValue?) -> Subject? {
            id("id", of: object).map { id in
                .host(id, isClient: object?["type"]?.text.map { $0 == "OpsiClient" })
            }
        }
        let subject: Subject?
        switch kind {
        case .rowCreated, .rowUpdated, .rowDeleted:
            subject = id("clientId").flatMap { client in
                id("productId").map { .row(client: client, product: $0) }
            }
        case .hostCreated, .hostUpdated, .hostDeleted: subject = host(data)
        case .hostConnected, .hostDisconnected: subject = host(data["host"])
        case .configStateCreated, .configStateUpdated, .configStateDeleted:
            subject = data["configId"]?.text.flatMap { name in
                id("objectId").map { .configState(name, object: $0) }
            }
        case .configCreated, .configUpdated, .configDeleted:
            subject = data["id"]?.text.map { .config($0) }
        case .logUpdated: subject = id("object_id").map { .log($0) }
        }
        guard let subject else { return nil }
        self.init(kind, subject)
    }
}
