/// Names for the shell's completion, from a short-lived cache.
enum NameCompletion {
    @Sendable static func targets(_ arguments: [String], _ index: Int, _ prefix: String) -> [String]
    {
        []
    }
    @Sendable static func clients(_ arguments: [String], _ index: Int, _ prefix: String) -> [String]
    {
        []
    }
    @Sendable static func groups(_ arguments: [String], _ index: Int, _ prefix: String) -> [String]
    {
        []
    }
    @Sendable static func products(_ arguments: [String], _ index: Int, _ prefix: String)
        -> [String]
    {
        []
    }
}
