/// The arguments of a call, bound to the method's parameters.
struct Arguments: Sendable {
    private var values: [String: JSON] = [:]
    private(set) var filter = JSONObject()
    /// Who calls.
    let caller: User

    /// All that were given.
    var all: [String: JSON] { values }

    /// The argument, or null where it was not given.
    subscript(name: String) -> JSON { values[name] ?? .null }

    func isGiven(_ name: String) -> Bool { values[name] != nil }

    /// Binds what came over the wire as the server's interpreter would.
    init(_ params: JSON, of method: Method, caller: User) throws(RPCError) {
        self.caller = caller
        switch params {
        case .array(let positional): try bind(positional, of: method)
        case .object(let named): try bind(named, of: method)
        case .null: try bind([], of: method)
        default: try bind([params], of: method)
        }
        try requireAll(of: method)
    }

    private mutating func bind(_ given: [JSON], of method: Method) throws(RPCError) {
        var positional = given
        // Only a full list of parameters has the filter at its end: the filter alone is taken for
        // the first parameter.
        if method.takesFilter, positional.count > method.parameters.count,
            let last = positional.popLast()
        {
            guard case .object(let object) = last else {
                throw .type("kwargs param is not a dict: \(last.pythonType)")
            }
            filter = object
        }
        guard positional.count <= method.parameters.count else {
            throw tooMany(positional.count, for: method)
        }
        for (parameter, value) in zip(method.parameters, positional) {
            values[parameter.name] = value
        }
    }

    private mutating func bind(_ named: JSONObject, of method: Method) throws(RPCError) {
        // Named parameters with a type look like an object to the server, which makes one of them.
        if let type = named["type"]?.string, let type = ObjectClass.named(type) {
            _ = try type.checked(named)
        }
        for member in named.members {
            if method.parameters.contains(where: { $0.name == member.key }) {
                values[member.key] = member.value
            } else if method.takesFilter {
                filter[member.key] = member.value
            } else {
                throw .type(
                    "\(method.owner).\(method.name)() got an unexpected keyword argument "
                        + "'\(member.key)'")
            }
        }
    }

    private func requireAll(of method: Method) throws(RPCError) {
        let missing = method.parameters.filter { $0.isRequired && values[$0.name] == nil }
            .map { "'\($0.name)'" }
        guard !missing.isEmpty else { return }
        throw .type(
            "\(method.owner).\(method.name)() missing \(missing.count) required positional "
                + "argument\(missing.count == 1 ? "" : "s"): \(Self.enumeration(missing))")
    }

    /// Names as Python lists them.
    static func enumeration(_ names: [String]) -> String {
        guard let last = names.last, names.count > 1 else { return names.first ?? "" }
        if names.count == 2 { return "\(names[0]) and \(last)" }
        return names.dropLast().joined(separator: ", ") + ", and \(last)"
    }

    private func tooMany(_ count: Int, for method: Method) -> RPCError {
        // Python counts `self` too.
        let most = method.parameters.count + 1
        let least = method.parameters.count { $0.isRequired } + 1
        let takes =
            least == most
            ? "\(most) positional argument\(most == 1 ? "" : "s")"
            : "from \(least) to \(most) positional arguments"
        return .type(
            "\(method.owner).\(method.name)() takes \(takes) but \(count + 1) were given")
    }
}
