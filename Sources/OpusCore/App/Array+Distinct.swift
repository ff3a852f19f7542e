import OpusServer

extension Array {
    /// The elements in their order, but for those whose id an earlier one has.
    func distinct(by id: (Element) -> ObjectID) -> [Element] {
        var seen: Set<ObjectID> = []
        return filter { seen.insert(id($0)).inserted }
    }
}
