extension OpsiMock.Fleet {
    /// A JSON value. The mock keeps wire objects as they came, so that it shares no types with
    /// the code it is there to judge.
    public enum Value: Sendable, Hashable {
        /// `null`.
        case null
        /// `true` or `false`.
        case bool(Bool)
        /// A number without a fraction.
        case integer(Int)
        /// Any other number.
        case number(Double)
        /// A string.
        case string(String)
        /// A list.
        case array([Value])
        /// An object, its members in order.
        case object(Object)
    }

    /// The members of a JSON object in the order they were written.
    public struct Object: Sendable, Hashable {
        struct Member: Sendable, Hashable {
            var key: String
            var value: Value
        }

        var members: [Member] = []
    }
}

typealias JSON = OpsiMock.Fleet.Value
typealias JSONObject = OpsiMock.Fleet.Object

extension OpsiMock.Fleet.Value {
    /// The string, where this is one.
    public var string: String? {
        if case .string(let value) = self { value } else { nil }
    }

    /// The number, where this is one without a fraction.
    public var integer: Int? {
        if case .integer(let value) = self { value } else { nil }
    }

    /// The Boolean, where this is one.
    public var bool: Bool? {
        if case .bool(let value) = self { value } else { nil }
    }

    /// The elements, where this is a list.
    public var array: [Self]? {
        if case .array(let value) = self { value } else { nil }
    }

    /// The members, where this is an object.
    public var object: OpsiMock.Fleet.Object? {
        if case .object(let value) = self { value } else { nil }
    }

    var isNull: Bool { self == .null }

    static func text(_ value: String?) -> Self { value.map { .string($0) } ?? .null }

    /// Python's idea of truth, by which the server decides whether an argument was given.
    var isTruthy: Bool {
        switch self {
        case .null: false
        case .bool(let value): value
        case .integer(let value): value != 0
        case .number(let value): value != 0
        case .string(let value): !value.isEmpty
        case .array(let value): !value.isEmpty
        case .object(let value): !value.members.isEmpty
        }
    }
}

extension OpsiMock.Fleet.Object: ExpressibleByDictionaryLiteral {
    /// Makes an object of the members as written.
    public init(dictionaryLiteral elements: (String, OpsiMock.Fleet.Value)...) {
        members = elements.map { Member(key: $0.0, value: $0.1) }
    }

    /// The value of a member, or nothing where there is no such key.
    public subscript(key: String) -> OpsiMock.Fleet.Value? {
        get { members.first { $0.key == key }?.value }
        set {
            let index = members.firstIndex { $0.key == key }
            switch (index, newValue) {
            case (let index?, let value?): members[index].value = value
            case (let index?, nil): members.remove(at: index)
            case (nil, let value?): members.append(Member(key: key, value: value))
            case (nil, nil): break
            }
        }
    }

    /// The keys in order.
    public var keys: [String] { members.map(\.key) }
}
