import Testing

@testable import ExporterToolkit

@Suite("Password hashes")
struct PasswordHashTests {
    @Test("a hash is that of its password, and never twice the same")
    func matches() throws {
        for password in ["secret", "pässword", String(repeating: "x", count: 72)] {
            let text = try #require(PasswordHash.bcrypt(password))
            let hash = try BcryptHash(text)
            #expect(Bcrypt.matches(password, hash))
            #expect(!Bcrypt.matches(password.uppercased(), hash))
            #expect(PasswordHash.bcrypt(password) != text)
        }
    }

    @Test(
        "what bcrypt would not look at in full has no hash",
        arguments: ["", "a\u{0}b", String(repeating: "x", count: 73)])
    func refused(password: String) {
        #expect(PasswordHash.bcrypt(password) == nil)
    }
}
