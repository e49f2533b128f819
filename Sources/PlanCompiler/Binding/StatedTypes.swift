internal import PlanDialects
internal import PlanDiagnostics
internal import PlanDocument
internal import PlanGraph

/// The types and codecs that a plan names, wherever it does.
struct StatedTypes {
    let document: PlanDocument

    /// Finds those that do not exist. Where one is used, it is then passed over without another word.
    func check(into bag: inout DiagnosticBag) {
        let settings = document.tables.flatMap(\.settings.columns).map(\.settings)
        for stated in document.types.map.map(\.to) + settings.compactMap(\.type) {
            do {
                _ = try PostgresType(parsing: stated.value)
            } catch {
                switch error {
                case .unknown(let name): bag.add(.unknownType(stated, name: name, among: PostgresType.allNames))
                case .modifiers: bag.add(.badModifiers(stated))
                }
            }
        }
        let codecs = CodecID.allCases.filter { !$0.isTransform }
        for decode in settings.compactMap(\.decode) where !codecs.contains(where: { $0.rawValue == decode.value }) {
            bag.add(.noSuchCodec(decode, among: codecs.map(\.rawValue)))
        }
    }
}
