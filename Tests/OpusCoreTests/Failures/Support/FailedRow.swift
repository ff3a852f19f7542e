import Testing

@testable import OpusServer

/// A row of a product whose last action failed, or did not, as a server would send it.
func productRow(
    _ client: ObjectID = "pc-01.fleet.test", _ product: String = "app", version: String = "1.0",
    result: String = "failed", modified: String? = "2026-11-26 09:15:02",
    request: String = "none", reason: String = ""
) throws -> ProductOnClient {
    let time = modified.map { "\"\($0)\"" } ?? "null"
    let text = """
        [{"clientId":"\(client)","productId":"\(product)","productType":"LocalbootProduct",
        "actionResult":"\(result)","actionRequest":"\(request)","actionProgress":"\(reason)",
        "installationStatus":"unknown","productVersion":"\(version)","packageVersion":"1","modificationTime":\(time)}]
        """
    let rows = try JSONReader.read(Array(text.utf8)) { reader throws(JSONError) in
        try reader.readObjects(of: ProductOnClient.self)
    }
    return try #require(rows.first)
}
