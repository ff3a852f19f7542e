/// A row of what came of an action, as programs read it.
struct OutcomeRow: Decodable, Equatable {
    var client: String
    var product: String?
    var result: String
    var reason: String?
}
