import OpusCore
import Testing

/// Secrets that try to get past.
@Suite("Masking") struct MaskingTests {
    /// Stands for every secret below.
    private static let secret = "Tulpe7"

    @Test(
        "A secret after a word, an option or in a command is masked",
        arguments: [
            "PASSWORD=Tulpe7", "ADMINPASSWORD=\"Tulpe7\" X=1", "password = Tulpe7",
            "Password: Tulpe7", "passwd:Tulpe7", "pwd=Tulpe7", "pass=Tulpe7", "PIDKEY=Tulpe7",
            "pidkey: Tulpe7", "SERIAL=Tulpe7", "SERIALNUMBER=Tulpe7", "LICENSE=Tulpe7",
            "licencekey=Tulpe7", "Lizenz: Tulpe7", "token=Tulpe7", "access_token: Tulpe7",
            "client.secret=Tulpe7", "apikey=Tulpe7", "API_KEY=Tulpe7", "Kennwort: Tulpe7",
            "Passwort=Tulpe7", "/p:Tulpe7", "/P:Tulpe7", "setup.exe -p Tulpe7", "/pwd Tulpe7",
            "--token Tulpe7", "--password \"Tulpe7 und\"", "-Password Tulpe7", "/pass:Tulpe7",
            "/key Tulpe7", "schtasks /create /ru me /rp Tulpe7",
            "The value of the variable \"$Password$\" is now: \"Tulpe7\"",
            "The value of the variable \"$MyLicenseKey$\" is now: \"Tulpe7\"",
            "Set  $AdminPwd$ = \"Tulpe7\"", "net use x: \\\\s\\d Tulpe7 /user:me",
            "net use x: \\\\s\\d /user:dom\\me Tulpe7", "NET.EXE USE \\\\s\\ipc$ Tulpe7",
            "net use x: \"\\\\s\\d e\" Tulpe7", "https://me:Tulpe7@host/x",
            "curl -u me:Tulpe7 x", "curl --user me:Tulpe7", "Authorization: Basic Tulpe7==",
            "authorization=Bearer Tulpe7", "<Password>Tulpe7</Password>",
            "<Password><Value>Tulpe7</Value></Password>", "{\"password\": \"Tulpe7\"}",
            "{'token':'Tulpe7'}", "password is Tulpe7", "Das Passwort lautet Tulpe7",
            "password Tulpe7!", "password 'Tulpe7'", "PASSWORD=\"a\"Tulpe7", "password:=Tulpe7",
            "[password]=Tulpe7", "x;Password=Tulpe7;Server=y", "pinkey=Tulpe7",
            "password\t=\tTulpe7", "Error: login failed, password=Tulpe7, user=x",
            "Password: my dog Tulpe7", "msiexec /i \"a.msi\" KEY=\"Tulpe7\"",
        ])
    func masks(_ text: String) {
        let masked = MaskedText(text)
        #expect(masked.isMasked, "\(masked.text)")
        #expect(!masked.text.contains(Self.secret), "\(masked.text)")
    }

    @Test(
        "Host keys and product keys are masked wherever they stand",
        arguments: [
            "with 0123456789abcdef0123456789abcdef as key", "0123456789ABCDEF0123456789ABCDEF",
            "QX4TR-7HN2B-99KLM-2WV8C-PPD3F", "used QX4TR-7HN2B-99KLM-2WV8C-PPD3F.",
            "cut off: QX4TR-7HN2B-99KLM-2W", "ABCDE-FGHIJ-KLMNO-PQRST-UVWXY",
        ])
    func shapes(_ text: String) {
        let masked = MaskedText(text)
        #expect(masked.isMasked)
        for part in ["89abcdef", "89ABCDEF", "99KLM", "KLMNO"] {
            #expect(!masked.text.contains(part))
        }
    }

    @Test(
        "What is no secret stays as it is",
        arguments: [
            "Error: Got no license key:", "Got no license key: No license available",
            "password is expired", "wrong password for user",
            "No license available for pool 'p_x' and client 'pc-12.fleet.test', or all remaining",
            "{7D1B0E52-0000-4C1E-9A10-5D2F00AB8E01}", "Another installation is in progress (1618)",
            "PIDKEY=***(confidential)***", "Starting query if file C:\\Keys\\a.dll exists ...",
            "opened HKEY_LOCAL_MACHINE\\Software", "the never-found-today file", "PASSWORD=",
            "ExitCode 1603    Executed process \"msiexec /i a.msi /qn\"", "PASS=%PASS%",
            "Key=$LicenseKey$", "https://host:4447/x@y", "",
        ])
    func leaves(_ text: String) {
        let masked = MaskedText(text)
        #expect(masked.text == text)
        #expect(!masked.isMasked)
    }

    @Test("What stands around a secret is still to be read")
    func surroundings() {
        let text =
            #"ExitCode 1603    Executed process "msiexec /i a.msi PIDKEY=X1-Y2 ADMINPASSWORD="Ab c" /qn""#
        #expect(
            MaskedText(text).text
                == #"ExitCode 1603    Executed process "msiexec /i a.msi PIDKEY=*** ADMINPASSWORD="***" /qn""#
        )
    }

    @Test("A reason in a row is masked before it is shown")
    func reason() throws {
        let diagnosis = try #require(Diagnosis(reason: "login failed, password=Tulpe7"))
        #expect(diagnosis.reason == "login failed, password=***")
        #expect(diagnosis.isMasked)
    }

    @Test("A line that is cut leaves no part of a secret")
    func cut() {
        let filler = String(repeating: "x", count: 1_990)
        let log = LogBuilder.failed([
            (2, "Error level set to fatal: \(filler) QX4TR-7HN2B-99KLM-2WV8C-PPD3F and more")
        ])
        let run = InstallationLog(log.bytes).lastRun(of: "app")
        let shown = (run?.diagnosis?.evidence.first?.text ?? "") + (run?.diagnosis?.reason ?? "")
        #expect(!shown.contains("QX4TR"))
    }

    @Test(
        "A line of any length that is made to be slow is not", .timeLimit(.minutes(1)),
        arguments: [
            #"net use \\a b "#, "://a:b@", "<password>", "/user:", "/user:a ", #"key=""#, "AAAAA-",
            "-u x ", ":basic ", "password ",
        ])
    func long(_ part: String) {
        let text = String(repeating: part, count: 200_000 / part.utf8.count) + " password=Tulpe7"
        let masked = MaskedText(text)
        #expect(masked.isMasked)
        #expect(!masked.text.contains(Self.secret))
    }
}
