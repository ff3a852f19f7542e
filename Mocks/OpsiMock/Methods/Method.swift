/// A method of the server: its name, its parameters and what it does.
struct Method: Sendable {
    enum Action: Sendable {
        /// Looks at the state only, so it can work on a copy while others go on.
        case read(@Sendable (World, Arguments) throws(RPCError) -> Answer)
        /// Changes the state, or fails and leaves it as it was.
        case write(@Sendable (inout World, Arguments) throws(RPCError) -> Answer)
    }

    struct Parameter: Sendable {
        let name: String
        let isRequired: Bool
    }

    let name: String
    /// The class that implements the method, for error texts name it.
    let owner: String
    let parameters: [Parameter]
    let takesFilter: Bool
    let isDeprecated: Bool
    let action: Action

    /// The parameters are their names, `*` before optional ones, `**filter` at the end where any
    /// keyword is taken.
    init(
        _ name: String, owner: String, _ parameters: String, isDeprecated: Bool = false,
        _ action: Action
    ) {
        self.name = name
        self.owner = owner
        let names = parameters.split(separator: " ")
        self.parameters = names.filter { !$0.hasPrefix("**") }.map { name in
            let isRequired = !name.hasPrefix("*")
            return Parameter(
                name: String(isRequired ? name : name.dropFirst()), isRequired: isRequired)
        }
        takesFilter = names.last?.hasPrefix("**") ?? false
        self.isDeprecated = isDeprecated
        self.action = action
    }

    /// The method's entry in `backend_getInterface`.
    var interface: JSON {
        let required = parameters.filter(\.isRequired).map { JSON.string($0.name) }
        let optional = parameters.filter { !$0.isRequired }
        let starred = optional.map { JSON.string("*\($0.name)") }
        let filter: [JSON] = takesFilter ? ["**filter"] : []
        return .object([
            "name": .string(name),
            "params": .array(required + starred + filter),
            "args": .array(["self"] + parameters.map { .string($0.name) }),
            "varargs": .null,
            "keywords": takesFilter ? "filter" : .null,
            "defaults": optional.isEmpty ? .null : .array(optional.map { _ in .null }),
            "deprecated": .bool(isDeprecated),
            "drop_version": .null,
            "alternative_method": .null,
            "doc": .null,
            "annotations": .object([:]),
        ])
    }
}

/// What a method gives back.
enum Answer: Sendable {
    case value(JSON)
    /// JSON that is written already, for answers too big to be built of values.
    case json([UInt8])

    static let null = Answer.value(.null)
}
