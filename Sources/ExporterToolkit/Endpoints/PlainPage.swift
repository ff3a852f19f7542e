/// The page at `/` of an exporter that has none of its own.
enum PlainPage {
    /// A page with a link; it is relative, so that it holds behind a proxy with a path of its own.
    static func linking(to path: String) -> String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><title>Exporter</title></head>
        <body><p><a href=".\(HTMLText.escaped(path))">Metrics</a></p></body>
        </html>

        """
    }
}
