#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Asks on the terminal itself for what must not be seen.
enum HiddenPrompt {
    static func read(_ prompt: String) throws(CommandFailure) -> String {
        let terminal = open("/dev/tty", O_RDWR | O_CLOEXEC)
        guard terminal >= 0 else {
            throw .usage("there is no terminal to ask for the password on: give --password-file")
        }
        defer { close(terminal) }
        var usual = termios()
        guard tcgetattr(terminal, &usual) == 0 else {
            throw .usage("the terminal can't hide what is typed: give --password-file")
        }
        var hidden = usual
        // ISIG goes too, so that Ctrl-C can't end the process while the terminal is mute.
        hidden.c_lflag &= ~tcflag_t(ECHO | ISIG)
        guard tcsetattr(terminal, TCSAFLUSH, &hidden) == 0 else {
            throw .usage("the terminal can't hide what is typed: give --password-file")
        }
        write(prompt, to: terminal)
        defer {
            tcsetattr(terminal, TCSAFLUSH, &usual)
            write("\n", to: terminal)
        }
        let interrupt: UInt8 = 3
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while true {
            let count = readByte(terminal, &byte)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            if byte == interrupt { throw CommandFailure(.interrupted, "interrupted") }
            if byte == UInt8(ascii: "\n") { break }
            bytes.append(byte)
        }
        guard let text = String(validating: bytes, as: UTF8.self), !text.isEmpty else {
            throw .usage("nothing was typed")
        }
        return text
    }

    private static func write(_ text: String, to descriptor: Int32) {
        let bytes = Array(text.utf8)
        #if canImport(Glibc)
            _ = Glibc.write(descriptor, bytes, bytes.count)
        #else
            _ = Darwin.write(descriptor, bytes, bytes.count)
        #endif
    }

    private static func readByte(_ descriptor: Int32, _ byte: inout UInt8) -> Int {
        #if canImport(Glibc)
            Glibc.read(descriptor, &byte, 1)
        #else
            Darwin.read(descriptor, &byte, 1)
        #endif
    }
}
