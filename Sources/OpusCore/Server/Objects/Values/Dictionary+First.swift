extension Dictionary {
    /// Makes a dictionary that has, of what comes several times, the first.
    package init(first pairs: some Sequence<(Key, Value)>) {
        self.init(pairs, uniquingKeysWith: { first, _ in first })
    }
}
