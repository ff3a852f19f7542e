extension TargetExpression {
    /// A name as it was written, quotes and escapes resolved.
    public struct Name: Sendable, Equatable {
        /// The name.
        public let text: String
        /// Where it stood in the expression, in characters from 0; nil where it was not read.
        let place: Range<Int>?

        init(_ text: String, place: Range<Int>? = nil) {
            self.text = text
            self.place = place
        }

        /// Whether both are the same, byte by byte, wherever they stood.
        public static func == (left: Self, right: Self) -> Bool {
            left.text.utf8.elementsEqual(right.text.utf8)
        }
    }

    /// A product, or the products of a group and of the groups below it.
    public struct Products: Sendable, Equatable {
        /// The product's id, or the group's.
        public let name: Name
        /// Whether it is a group that is named.
        public let isGroup: Bool

        init(_ name: Name, isGroup: Bool = false) {
            self.name = name
            self.isGroup = isGroup
        }

        init(_ name: String, isGroup: Bool = false) { self.init(Name(name), isGroup: isGroup) }
    }

    /// What else is noted of a client, by which a help desk knows it.
    public enum Attribute: String, Sendable, CaseIterable {
        /// Its IP address.
        case ip
        /// Its MAC address.
        case mac
        /// Its inventory number.
        case inventory
        /// What it is, in a few words.
        case description
        /// What its admins noted.
        case notes

        /// Whether a text is looked for in it rather than compared with it.
        var isSearched: Bool { self == .description || self == .notes }
    }

    /// What is noted: a text or a pattern.
    public enum Match: Sendable, Equatable {
        /// A text; upper and lower case are the same.
        case text(Name)
        /// A pattern of the whole.
        case pattern(TargetPattern)
    }

    /// A state to select clients by.
    public enum State: Sendable, CaseIterable, Hashable {
        /// One that clients are judged by.
        case judged(ClientState)
        /// Answers the server right now; the same as the word `reachable` alone.
        case reachable

        /// All states, those that clients are judged by first.
        public static let allCases = ClientState.allCases.map(State.judged) + [.reachable]

        /// Its name, as it is written behind `state:`.
        public var name: String {
            switch self {
            case .judged(let state): state.name
            case .reachable: "reachable"
            }
        }
    }

    /// How two values are compared.
    public enum Comparison: String, Sendable, CaseIterable, Hashable {
        /// Less, or older.
        case less = "<"
        /// Less or the same.
        case lessOrEqual = "<="
        /// The same.
        case equal = "="
        /// The same or greater.
        case greaterOrEqual = ">="
        /// Greater, or newer.
        case greater = ">"

        func holds<Value: Comparable>(_ left: Value, _ right: Value) -> Bool {
            switch self {
            case .less: left < right
            case .lessOrEqual: left <= right
            case .equal: left == right
            case .greaterOrEqual: left >= right
            case .greater: left > right
            }
        }
    }

    /// Which versions of a product are meant, in opsi's order.
    ///
    /// A version without a package version, such as `128`, is compared with the product's version
    /// alone: `=128.4.0` holds for `128.4.0-1` and `128.4.0-2`.
    public struct VersionCondition: Sendable, Equatable {
        /// How the installed version is compared with `version`.
        public let comparison: Comparison
        /// The version, as it was written.
        public let version: String
        private let parsed: OpsiVersion
        private let hasPackageVersion: Bool

        /// A condition.
        ///
        /// - Parameters:
        ///   - comparison: how the installed version is compared with `version`.
        ///   - version: a version, with or without a package version.
        /// - Throws: `OpsiVersion.Invalid` where it is no version.
        public init(_ comparison: Comparison, _ version: String) throws(OpsiVersion.Invalid) {
            parsed = try OpsiVersion(version)
            self.comparison = comparison
            self.version = version
            hasPackageVersion = version.prefix { $0 != "~" }.contains("-")
        }

        /// Whether an installed version meets the condition; false where it is no version.
        func holds(productVersion: String?, packageVersion: String?) -> Bool {
            guard let productVersion else { return false }
            let text =
                hasPackageVersion
                ? packageVersion.map { "\(productVersion)-\($0)" } ?? productVersion
                : productVersion
            guard let installed = try? OpsiVersion(text) else { return false }
            return comparison.holds(installed, parsed)
        }
    }

    /// How long ago a client was last seen.
    public struct AgeCondition: Sendable, Equatable {
        /// A unit of time.
        public enum Unit: Character, Sendable, CaseIterable {
            /// Minutes.
            case minutes = "m"
            /// Hours.
            case hours = "h"
            /// Days of 24 hours.
            case days = "d"
            /// Weeks.
            case weeks = "w"

            var seconds: Int {
                switch self {
                case .minutes: 60
                case .hours: 3_600
                case .days: 86_400
                case .weeks: 604_800
                }
            }
        }

        /// How the time since then is compared; `equal` is none that people can write.
        public let comparison: Comparison
        /// How many units.
        public let amount: Int
        /// The unit.
        public let unit: Unit

        static let longestAmount = 9

        /// A length of time as it is written in expressions, such as `6h`, in seconds.
        ///
        /// - Parameter text: a number and `m`, `h`, `d` or `w`.
        /// - Returns: the seconds; nil for anything else.
        public static func seconds(of text: String) -> Int? {
            length(text).map { $0.amount.multipliedClamped(by: $0.unit.seconds) }
        }

        static func length(_ text: String) -> (amount: Int, unit: Unit)? {
            let digits = text.prefix { $0.isASCII && $0.isNumber }
            guard (1...longestAmount).contains(digits.count), let amount = Int(digits),
                text.count == digits.count + 1, let letter = text.last?.lowercased().first,
                let unit = Unit(rawValue: letter)
            else { return nil }
            return (amount, unit)
        }

        init(_ comparison: Comparison, _ amount: Int, _ unit: Unit) {
            self.comparison = comparison
            self.amount = amount
            self.unit = unit
        }

        /// Whether a time of which nothing is known but that it is past meets the condition.
        var holdsForEver: Bool { comparison == .greater || comparison == .greaterOrEqual }

        /// Whether that many seconds meet the condition.
        func holds(seconds: Int) -> Bool {
            comparison.holds(seconds, amount.multipliedClamped(by: unit.seconds))
        }
    }
}
