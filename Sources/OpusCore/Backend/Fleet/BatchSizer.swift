/// Sizes batches of clients by the rows that came before: a server with 20 products and one with
/// 400 get calls of about the same weight.
struct BatchSizer {
    /// More clients than any server has.
    private static let largestSize = 1_000_000

    /// Clients in the first calls, before anything is known.
    private let first: Int
    private let most: Int
    private let rowsPerCall: Int
    private var clients = 0
    private var rows = 0

    init(_ reading: FleetReading) {
        most = min(reading.batchSize, Self.largestSize)
        rowsPerCall = reading.rowsPerCall
        first = 50
    }

    /// Batches of one size.
    init(size: Int) {
        most = max(1, min(size, Self.largestSize))
        rowsPerCall = .max
        first = most
    }

    /// How many clients the next call should name.
    var nextSize: Int {
        guard clients > 0 else { return min(most, first) }
        // Clients without rows cost the server next to nothing.
        let size = Double(rowsPerCall) * Double(clients) / Double(max(rows, clients))
        return max(1, Int(min(size, Double(most))))
    }

    /// Learns from an answer.
    mutating func saw(rows: Int, ofClients clients: Int) {
        self.rows += rows
        self.clients += clients
    }
}
