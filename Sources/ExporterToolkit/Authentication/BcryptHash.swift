/// A password's bcrypt hash, as `htpasswd -B` writes it: `$2y$10$` and 53 characters.
struct BcryptHash: Sendable, Hashable {
    /// Above this a single check takes more than some seconds, and logins become an attack.
    static let largestCost = 16

    let text: String
    /// The binary logarithm of the rounds.
    let cost: Int

    /// Why a text is no hash that can be used.
    enum Flaw: Error, Equatable {
        case noHash
        case tooCostly(Int)
    }

    init(_ text: String) throws(Flaw) {
        let bytes = Array(text.utf8)
        let variants = ["$2a$", "$2b$", "$2y$"]
        guard bytes.count == 60, variants.contains(where: text.hasPrefix),
            bytes[6] == UInt8(ascii: "$"), bytes[4...5].allSatisfy({ 0x30...0x39 ~= $0 }),
            bytes[7...].allSatisfy(Self.isSaltCharacter)
        else { throw .noHash }
        let cost = Int(bytes[4] - 0x30) * 10 + Int(bytes[5] - 0x30)
        guard (4...31).contains(cost) else { throw .noHash }
        guard cost <= Self.largestCost else { throw .tooCostly(cost) }
        self.text = text
        self.cost = cost
    }

    /// The hash of a password that nobody knows, for spending the time that a real check takes.
    ///
    /// - Parameter cost: the binary logarithm of the rounds.
    /// - Returns: a well-formed hash of that cost.
    static func decoy(cost: Int) -> BcryptHash {
        let digits = cost < 10 ? "0\(cost)" : "\(cost)"
        return BcryptHash(
            valid: "$2b$\(digits)$opusopusopusopusopusouZ5Qf4bYQ6gYkT1Zq0mXv8dE2sRw7nJi", cost: cost
        )
    }

    private init(valid text: String, cost: Int) {
        self.text = text
        self.cost = cost
    }

    private static func isSaltCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "."), UInt8(ascii: "/"), UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}
