extension OpsiMock.Fleet {
    public static func generated(
        clients: Int, products: Int = 60, groups: Int = 20, seed: UInt64 = 1, now: Int? = nil
    ) -> Self { Self() }
}
