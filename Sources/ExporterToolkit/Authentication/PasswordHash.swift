import CCrypt

/// Hashes of passwords for `basic_auth_users`.
public enum PasswordHash {
    /// What bcrypt looks at; the rest of a longer password would not count.
    public static let longest = 72
    /// The work that a check takes, as a power of 2: some tenths of a second.
    private static let cost: UInt = 10

    /// Hashes a password with a salt of its own; slow on purpose.
    ///
    /// - Parameter password: at most `longest` bytes, and without a NUL.
    /// - Returns: the bcrypt hash; nil for a password that can't be hashed.
    public static func bcrypt(_ password: String) -> String? {
        let bytes = password.utf8
        guard !bytes.isEmpty, bytes.count <= longest, !bytes.contains(0) else { return nil }
        var salt = [CChar](repeating: 0, count: 256)
        guard crypt_gensalt_rn("$2b$", cost, nil, 0, &salt, Int32(salt.count)) != nil else {
            return nil
        }
        return Crypt.hash(password, salt) { $0.map { String(cString: $0) } }
    }
}
