import OpusServer

/// The ids of a state's products, made once for all that name them.
struct ProductNames {
    /// By number.
    let ids: [ObjectID]
    /// By number, the place that each has when they are ordered by id.
    let places: [Int]

    init(_ state: FleetState) {
        ids = Array(state.products.ids)
        places = ids.places(by: \.self)
    }

    /// The numbers of all, ordered by id.
    var numbersInOrder: [Int] {
        var numbers = Array(places.indices)
        for (number, place) in places.enumerated() { numbers[place] = number }
        return numbers
    }

    /// The ids of some products, by their numbers, ordered.
    func inOrder(_ numbers: [UInt32]) -> [ObjectID] {
        numbers.sorted { places[Int($0)] < places[Int($1)] }.map { ids[Int($0)] }
    }
}

extension Collection where Index == Int {
    /// The place that each element has when they are ordered by what it stands for; equal ones follow
    /// each other.
    func places<Text: Comparable>(by text: (Element) -> Text) -> [Int] {
        let texts = map(text)
        var places = Array(repeating: 0, count: count)
        for (place, index) in texts.indices.sorted(by: { texts[$0] < texts[$1] }).enumerated() {
            places[index] = place
        }
        return places
    }
}
