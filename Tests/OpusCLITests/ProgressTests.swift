import Synchronization
import Testing

@testable import OpusBackend
@testable import OpusCLI
@testable import OpusCore

@Suite("Progress")
struct ProgressTests {
    private static func entry(
        _ number: Int, _ product: ObjectID, _ state: ActionProgress.State
    ) -> ActionProgress {
        ActionProgress(clientID: "pc-\(number).lab.test", productID: product, state: state)
    }

    @Test("few have a line each")
    func few() {
        let text = ProgressText(
            progress: [
                Self.entry(1, "firefox", .succeeded), Self.entry(2, "firefox", .failed),
                Self.entry(3, "7zip", .waiting),
                Self.entry(4, "firefox", .running("installing")), Self.entry(5, "firefox", .gone),
            ], time: .seconds(75))
        #expect(
            text.lines(width: 79) == [
                "01:15 [#########......] 3/5 done, 2 failed, 1 running, 1 waiting",
                "  pc-1  firefox  done", "  pc-2  firefox  failed", "  pc-3  7zip     waiting",
                "  pc-4  firefox  installing",
                "  pc-5  firefox  gone: taken back, or never reported",
            ])
    }

    @Test("many are counted, with the pace, those that failed last and those at work")
    func many() {
        let progress = (1...5_000).map { number -> ActionProgress in
            let state: ActionProgress.State =
                switch number {
                case 1...12: .failed
                case 13...2_000: .succeeded
                case 2_001...2_040: .running("installing")
                default: .waiting
                }
            return Self.entry(number, number % 2 == 0 ? "firefox" : "7zip", state)
        }
        let text = ProgressText(progress: progress, time: .seconds(600))
        #expect(
            text.lines(width: 79) == [
                "10:00 [######.........] 2000/5000 done, 12 failed, 40 running, 2960 waiting",
                "  200 a minute, about 15 min left",
                "  products  7zip 1000/2500; firefox 1000/2500",
                "  failed    pc-12 firefox; pc-11 7zip; pc-10 firefox; pc-9 7zip; … 8 more",
                "  running   pc-2001 7zip: installing; pc-2002 firefox: installing; … 38 more",
            ])
    }

    @Test(
        "never wider than the terminal, never more than it can show", arguments: [20, 40, 79, 200])
    func fits(width: Int) {
        for count in [0, 1, 10, 11, 500] {
            let progress = (0..<count).map {
                Self.entry($0, "a-product-with-a-rather-long-name", .running("\u{1B}[31m漢字"))
            }
            let lines = ProgressText(progress: progress, time: .seconds(3_700)).lines(width: width)
            #expect(lines.allSatisfy { DisplayWidth.of($0) <= width })
            #expect(lines.count <= ProgressText.mostLines + 1)
            #expect(!lines.joined().contains("\u{1B}"))
        }
    }

    @Test("reading shows from the first second on, and leaves no trace")
    func reading() {
        let written = Mutex<[String]>([])
        let elapsed = Mutex(Duration.zero)
        let display = ReadingDisplay(
            elapsed: { elapsed.withLock { $0 } },
            write: { text in written.withLock { $0.append(text) } })
        func show(_ read: Int, after time: Duration) {
            elapsed.withLock { $0 = time }
            display.show(ReadingProgress(read: read, total: 10_000))
        }
        show(133, after: .milliseconds(999))
        display.clear()
        #expect(written.withLock { $0 } == [])
        show(266, after: .seconds(1))
        show(399, after: .seconds(2))
        show(10_000, after: .seconds(3))
        display.clear()
        #expect(
            written.withLock { $0 } == [
                "\r\u{1B}[Kreading: 266 of 10000 clients",
                "\r\u{1B}[Kreading: 399 of 10000 clients", "\r\u{1B}[K",
            ])
        show(1, after: .seconds(4))
        display.clear()
        #expect(written.withLock { $0.last } == "\r\u{1B}[K")
    }
}
