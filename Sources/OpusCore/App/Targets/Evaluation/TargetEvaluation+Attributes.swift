import OpusServer

// What is noted of clients.
extension TargetEvaluation {
    /// The clients of which something is so noted.
    func attribute(
        _ attribute: TargetExpression.Attribute, _ match: TargetExpression.Match
    ) -> TargetAnswer {
        guard let details = facts.details else { return unknown }
        let isMatch = Self.matcher(attribute, match)
        return set { isMatch(details[$0]?.text(of: attribute) ?? "") }
    }

    /// Whether what is noted is what was written.
    private static func matcher(
        _ attribute: TargetExpression.Attribute, _ match: TargetExpression.Match
    ) -> (String) -> Bool {
        switch match {
        case .pattern(let pattern):
            return { pattern.matches(TargetText.folded($0)) }
        case .text(let name) where attribute.isSearched:
            let wanted = name.text.lowercased()
            return { $0.lowercased().contains(wanted) }
        case .text(let name):
            let wanted = TargetText.folded(name.text)
            return { TargetText.folded($0) == wanted }
        }
    }
}

extension Client {
    fileprivate func text(of attribute: TargetExpression.Attribute) -> String {
        switch attribute {
        case .ip: ipAddress ?? ""
        case .mac: hardwareAddress ?? ""
        case .inventory: inventoryNumber
        case .description: description
        case .notes: notes
        }
    }
}
