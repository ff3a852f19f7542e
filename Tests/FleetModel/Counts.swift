/// Everything that is counted, by family and by the bytes of its labels.
///
/// Two ids can be equal to Swift and yet be different ones, so bytes are what is compared.
package struct Counts: Equatable {
    package struct Series: Hashable, CustomStringConvertible {
        package var family: String
        package var label: [UInt8]
        package var action = ""

        package init(family: String, label: [UInt8], action: String = "") {
            self.family = family
            self.label = label
            self.action = action
        }

        package var description: String {
            "\(family){\(String(decoding: label, as: UTF8.self))} \(action)"
        }
    }

    package private(set) var values: [Series: Int] = [:]

    package init() {}

    package mutating func set(_ family: String, _ label: String, _ value: Int, action: String = "")
    {
        values[Series(family: family, label: Array(label.utf8), action: action)] = value
    }

    package mutating func add(_ family: String, _ label: String, _ value: Int, action: String = "")
    {
        let series = Series(family: family, label: Array(label.utf8), action: action)
        values[series, default: 0] += value
    }

    /// Adds what is counted elsewhere, of other series.
    package mutating func merge(_ other: Counts) {
        values.merge(other.values) { _, new in new }
    }

    /// Takes a family out.
    package mutating func remove(_ family: String) {
        values = values.filter { $0.key.family != family }
    }

    /// The series in which two counts differ, for a person.
    package func differences(from other: Counts) -> [String] {
        Set(values.keys).union(other.values.keys)
            .filter { values[$0] != other.values[$0] }
            .map {
                "\($0): \(values[$0] as Int?, default: "none"), not \(other.values[$0] as Int?, default: "none")"
            }
            .sorted()
    }

    /// Those of some families alone.
    package func only(_ families: Set<String>) -> Counts {
        var counts = self
        counts.values = values.filter { families.contains($0.key.family) }
        return counts
    }
}
