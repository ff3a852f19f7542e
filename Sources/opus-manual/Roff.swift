/// Text in the language of man(7).
enum Roff {
    /// Text as it is to be read: nothing in it is a request.
    static func text(_ text: String) -> String {
        let escaped = text.replacing("\\", with: "\\e").replacing("-", with: "\\-")
            .replacing("'", with: "\\(aq").replacing("`", with: "")
            .replacing("–", with: "\\(en").replacing("…", with: "...")
        return escaped.hasPrefix(".") ? "\\&" + escaped : escaped
    }

    static func bold(_ text: String) -> String { "\\fB\(self.text(text))\\fR" }
    static func italic(_ text: String) -> String { "\\fI\(self.text(text))\\fR" }

    /// A paragraph with a hanging title.
    static func item(_ title: String, _ body: String) -> String { ".TP\n\(title)\n\(body)\n" }
}
