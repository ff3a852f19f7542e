import OpusServer

extension Array {
    /// The elements in their order, but for those whose id an earlier one has, byte by byte.
    func distinct(by id: (Element) -> String) -> [Element] {
        var seen = StringTable()
        return filter { seen.insert(id($0)) }
    }
}
