/// What opsi makes of a user name or a password that its owner may not expect; known before
/// anything is sent.
public enum LoginHint: Sendable, Equatable, CaseIterable {
    /// The name is the one that opsi keeps for checks of its own (`monitoring-user`).
    case reservedName
    /// The name has two dots or more, which opsi takes for the id of a host, whose password is its
    /// host key.
    case hostName
    /// The password has exactly five colons: opsi then takes the name for a MAC address, and the
    /// password from the last colon on.
    case fiveColons
    /// The password ends in six digits: where second factors are optional, opsi takes them for a
    /// code.
    case digitsAtEnd

    /// Goes along as a one-time code that is none, so that opsi takes none from the password.
    public static let noCode = Secret("none")

    /// What there is to say of a login.
    ///
    /// - Parameters:
    ///   - username: the user name.
    ///   - password: the password, of which nothing is kept.
    /// - Returns: the hints, in the order of their cases.
    public static func hints(username: String, password: Secret) -> [LoginHint] {
        let name = username.lowercased()
        let isHost = name.utf8.count(where: { $0 == UInt8(ascii: ".") }) >= 2
        let colons = password.value.utf8.count { $0 == UInt8(ascii: ":") }
        var hints: [LoginHint] = []
        if name == "monitoring" { hints.append(.reservedName) }
        if isHost, !isHostKey(password) { hints.append(.hostName) }
        if colons == 5 { hints.append(.fiveColons) }
        if !isHost, endsInCode(password) { hints.append(.digitsAtEnd) }
        return hints
    }

    /// Whether opsi could take the end of a password for a one-time code.
    public static func endsInCode(_ password: Secret) -> Bool {
        let bytes = password.value.utf8
        return bytes.count > 6
            && bytes.suffix(6).allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// Whether a password looks like the key of a host: 32 hexadecimal digits.
    private static func isHostKey(_ password: Secret) -> Bool {
        password.value.utf8.count == 32 && password.value.allSatisfy(\.isHexDigit)
    }
}

extension LoginHint: CustomStringConvertible {
    /// What opsi does, and the way out.
    public var description: String {
        switch self {
        case .reservedName:
            "opsi keeps the user name \"monitoring\" for checks of its own, with a password and "
                + "rights of their own: use another name"
        case .hostName:
            "opsi takes a user name with two or more dots for the id of a host, and its password "
                + "for the host key: log in with the name alone, without a domain"
        case .fiveColons:
            "opsi splits a password with five colons at the last one, so that it never fits: "
                + "choose one with more or fewer colons"
        case .digitsAtEnd:
            "the password ends in six digits, which opsi takes for a one-time code where second "
                + "factors are optional, unless it comes from a password file or with --totp"
        }
    }
}
