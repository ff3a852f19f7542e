import ExporterToolkit
import Testing

@Suite("Text in HTML")
struct HTMLTextTests {
    @Test(
        "text is no markup, whatever is in it",
        arguments: [
            ("<b>&\"'</b>", "&lt;b&gt;&amp;&quot;&#39;&lt;/b&gt;"), ("a\nb\u{0}", "a␊b␀"),
            ("\u{7F}\u{85}", "\u{FFFD}\u{FFFD}"), ("grün 🦊", "grün 🦊"), ("", ""),
        ])
    func escaping(text: String, escaped: String) {
        #expect(HTMLText.escaped(text) == escaped)
    }
}
