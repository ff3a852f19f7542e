#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Checks passwords against bcrypt hashes. It is slow on purpose: never call it on an event loop.
enum Bcrypt {
    static func matches(_ password: String, _ hash: BcryptHash) -> Bool {
        let bytes = Array(password.utf8)
        // C would take the part before a zero byte for the whole; the time is spent all the same.
        let isWhole = !bytes.contains(0)
        return Crypt.hash(password, hash.text) { result in
            result.map { isWhole && isEqual($0, hash.text) } ?? false
        }
    }

    /// Compares without stopping at the first difference.
    private static func isEqual(_ result: UnsafePointer<CChar>, _ expected: String) -> Bool {
        let expected = Array(expected.utf8)
        guard strlen(result) == expected.count else { return false }
        var difference: UInt8 = 0
        for (index, byte) in expected.enumerated() {
            difference |= UInt8(bitPattern: result[index]) ^ byte
        }
        return difference == 0
    }
}
