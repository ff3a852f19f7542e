extension ProductStateTable {
    /// Reads a JSON list of `ProductOnClient` objects, for measurements without a network.
    ///
    /// - Throws: `JSONError`.
    package init(json: [UInt8]) throws(JSONError) {
        self = try JSONReader.read(json) { reader throws(JSONError) in
            try ProductStateReader.read(&reader)
        }
    }
}
