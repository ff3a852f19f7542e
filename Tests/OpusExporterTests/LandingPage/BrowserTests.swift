import ExporterToolkit
import Foundation
import TestSupport
import Testing
import WebSupport

@testable import OpusCore
@testable import OpusExporter

/// The page for people in a real browser.
@Suite("Page for people in a browser", .timeLimit(.minutes(2)))
struct BrowserTests {
    private static let browser = URL(fileURLWithPath: "/usr/bin/chromium-headless-shell")

    /// A fleet whose groups have the worst names that there could be.
    private static let fleet = Fleets.fleet(
        groups: .success([
            GroupSummary(
                id: "<script>document.title='pwned'</script><img src=x onerror=alert(1)>",
                parent: nil, counts: Fleets.counts(20, failed: 9)),
            GroupSummary(
                id: "\"'><b>\(String(repeating: "unbreakable", count: 30))", parent: nil,
                counts: Fleets.counts(20, failed: 8)),
            GroupSummary(
                id: "\u{202E}turned & \u{0}\nsplit </bdi></table>", parent: nil,
                counts: Fleets.counts(300, failed: 1)),
        ]))

    private static func run(_ arguments: [String]) async throws -> String {
        try await withTemporaryDirectory { home in
            let end = try await ChildProcess.run(
                browser,
                [
                    // It runs as root in CI, and everything that it opens is our own.
                    "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
                    "--user-data-dir=\(home.path)",
                ] + arguments,
                environment: ["HOME": home.path, "PATH": "/usr/bin:/bin"])
            #expect(end.status == 0, "\(end.errors)")
            return end.output.joined(separator: "\n")
        }
    }

    private static func withPage<Value: Sendable>(
        _ body: @Sendable (_ port: Int) async throws -> Value
    ) async throws -> Value {
        try await RunningExporter.run(
            source: ConstantSource { fleet },
            collections: [
                RunningExporter.collection("opsi.test"), RunningExporter.collection("<i>two</i>"),
            ]
        ) { exporter in
            for _ in 0..<2 { try await exporter.logged("info collected") }
            return try await body(exporter.port)
        }
    }

    @Test("is what it was meant to be once a browser has read it")
    func document() async throws {
        let dom = try await Self.withPage { port in
            try await Self.run(["--dump-dom", "http://127.0.0.1:\(port)/"])
        }
        #expect(dom.contains("<html lang=\"en\">"))
        #expect(dom.contains("<title>2 failed – opsi fleet</title>"))
        for element in ["<header>", "<main>", "<footer>", "<nav aria-label=", "<h1>", "<caption>"] {
            #expect(dom.contains(element), "\(element)")
        }
        for element in ["<script", "<img", "<i>", "<b>unbreakable", "pwned</title>"] {
            #expect(!dom.contains(element), "\(element)")
        }
        // Of each server the products, the groups and the depots.
        #expect(dom.components(separatedBy: "<table>").count == 7)
        let rows = 2 * (3 + 3 + 2)
        #expect(dom.components(separatedBy: "<th scope=\"row\">").count == rows + 1)
    }

    /// What a browser makes of the page in a frame of some width.
    private struct Measures: Decodable {
        let overflow: Double
        let contrast: Double
        let dark: Bool
        let tables: Int
    }

    /// Measures the page; its own document has no script, so the one around it has.
    private static func measure(_ html: String, width: Int, isDark: Bool) async throws -> Measures {
        let harness = """
            <!DOCTYPE html><title>-</title><iframe width="\(width)" height="700" srcdoc="\
            \(HTMLText.escaped(html.replacing("\n", with: " ")))"></iframe>
            <script>
            const frame = document.querySelector('iframe');
            const channels = text => text.match(/[\\d.]+/g).map(Number);
            const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
              .map(v => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
              .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
            frame.onload = () => {
              const page = frame.contentDocument, view = frame.contentWindow;
              const ground = element => {
                for (let e = element; e; e = e.parentElement) {
                  const color = channels(view.getComputedStyle(e).backgroundColor);
                  if (color.length === 3 || color[3] === 1) return color;
                }
                return [255, 255, 255];
              };
              let worst = 21;
              for (const element of page.querySelectorAll('body, body *')) {
                const hasText = [...element.childNodes]
                  .some(n => n.nodeType === 3 && n.textContent.trim());
                if (!hasText) continue;
                const a = light(channels(view.getComputedStyle(element).color));
                const b = light(ground(element));
                worst = Math.min(worst, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05));
              }
              document.title = JSON.stringify({
                overflow: page.documentElement.scrollWidth - view.innerWidth, contrast: worst,
                dark: light(ground(page.body)) < 0.2, tables: page.querySelectorAll('table').length,
              });
            };
            </script>
            """
        let dom = try await withTemporaryDirectory { folder in
            let file = folder.appending(path: "harness.html")
            try Data(harness.utf8).write(to: file)
            return try await run(
                // 0 is dark, 1 is light.
                ["--blink-settings=preferredColorScheme=\(isDark ? 0 : 1)", "--dump-dom"]
                    + ["file://\(file.path)"])
        }
        let title = try #require(dom.firstMatch(of: /<title>(.*?)<\/title>/))
        return try JSONDecoder().decode(Measures.self, from: Data(String(title.1).utf8))
    }

    @Test(
        "fits a phone and a desk, and can be read by day and by night",
        arguments: [390, 1200], [true, false])
    func readable(width: Int, isDark: Bool) async throws {
        let html = try await Self.withPage { port in
            try await RawHTTP.send("GET", "/", port: port).text
        }
        let measures = try await Self.measure(html, width: width, isDark: isDark)
        #expect(measures.tables == 6)
        #expect(measures.dark == isDark)
        #expect(measures.overflow <= 0)
        #expect(measures.contrast >= 4.5)
    }

    @Test("the check above notices what can't be read, and what is too wide")
    func unreadable() async throws {
        let html =
            "<body style='background:#fff'><p style='color:#aaa;width:900px'>text</p></body>"
        let measures = try await Self.measure(html, width: 390, isDark: false)
        #expect(measures.overflow > 400)
        #expect(measures.contrast < 4.5)
    }
}
