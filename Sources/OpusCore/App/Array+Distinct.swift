import OpusServer

extension Array {
    /// The elements in their order, but for those whose id an earlier one has, byte by byte.
    func distinct(by id: (Element) -> String) -> [Element] {
        var seen = StringTable()
        return filter { element in
            let known = seen.count
            return seen.number(of: id(element)) == known
        }
    }
}
