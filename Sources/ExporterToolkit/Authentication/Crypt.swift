import CCrypt

/// crypt(3), with memory of its own that is wiped afterwards.
enum Crypt {
    /// Hashes a password.
    ///
    /// - Parameters:
    ///   - password: the password.
    ///   - setting: the kind of hash, its cost and its salt; a hash is one, too.
    ///   - body: given the hash, which is gone afterwards; nil where the setting is none.
    /// - Returns: what `body` returns.
    static func hash<Value>(
        _ password: String, _ setting: UnsafePointer<CChar>,
        _ body: (UnsafePointer<CChar>?) -> Value
    ) -> Value {
        let size = Int(opus_crypt_size())
        let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 16)
        memory.initializeMemory(as: UInt8.self, repeating: 0, count: size)
        defer {
            opus_wipe(memory, size)
            memory.deallocate()
        }
        return body(crypt_rn(password, setting, memory, Int32(size)))
    }
}
