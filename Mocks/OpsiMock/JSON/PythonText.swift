extension OpsiMock.Fleet.Value {
    /// The value as Python shows it, for the server's error texts quote arguments that way.
    var pythonText: String {
        switch self {
        case .null: "None"
        case .bool(let value): value ? "True" : "False"
        case .integer(let value): String(value)
        case .number(let value): String(value)
        case .string(let value): value.pythonText
        case .array(let values): "[\(values.map(\.pythonText).joined(separator: ", "))]"
        case .object(let object): object.pythonText
        }
    }

    /// The name of the value's type in Python.
    var pythonType: String {
        switch self {
        case .null: "NoneType"
        case .bool: "bool"
        case .integer: "int"
        case .number: "float"
        case .string: "str"
        case .array: "list"
        case .object: "dict"
        }
    }
}

extension OpsiMock.Fleet.Object {
    var pythonText: String {
        let members = members.map { "\($0.key.pythonText): \($0.value.pythonText)" }
        return "{\(members.joined(separator: ", "))}"
    }
}

extension String {
    var pythonText: String {
        let quote: Character = contains("'") && !contains("\"") ? "\"" : "'"
        var text = String(quote)
        for character in self {
            switch character {
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case quote: text += "\\\(quote)"
            default: text.append(character)
            }
        }
        return text + String(quote)
    }
}
