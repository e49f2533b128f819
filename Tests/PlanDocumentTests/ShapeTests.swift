import PlanDiagnostics
import PlanDocument
import Testing

@Suite struct ShapeTests {
    /// Every mapping that the format declares, by its path.
    static func objects(in form: ValueForm = .object(PlanFormat.root), at path: String = "") -> [(String, ObjectForm)] {
        switch form {
        case .object(let object):
            [(path, object)] + object.fields.flatMap { objects(in: $0.value, at: path + "." + $0.key) }
        case .list(let element, _): objects(in: element, at: path + "[]")
        case .entries(let key, let element): objects(in: element, at: path + ".<\(key.label)>")
        case .alternatives(let forms): forms.flatMap { objects(in: $0, at: path) }
        case .text, .words, .integer, .boolean, .scalar: []
        }
    }

    @Test func `each declared key is decoded to a property of its own, and each property has a key`() {
        let objects = Self.objects()
        #expect(objects.count > 20)
        for (path, object) in objects {
            let coverage = object.coverage
            #expect(coverage.writtenProperties == object.fields.count, "\(path): two keys are decoded to one property")
            #expect(
                coverage.storedProperties == object.fields.count, "\(path): \(coverage.type) has a property no key sets"
            )
            #expect(Set(object.fields.map(\.key)).count == object.fields.count, "\(path): a key is declared twice")
        }
    }

    @Test func `keys are words in snake case, and documentation is sentences`() {
        for (path, object) in Self.objects() {
            for field in object.fields {
                #expect(field.key.wholeMatch(of: /[a-z]+(_[a-z]+)*/) != nil, "\(path).\(field.key)")
                #expect(field.documentation.hasSuffix("."), "\(path).\(field.key)")
            }
            #expect(object.alternatives.count != 1, "\(path): an alternative to nothing")
        }
    }

    @Test func `each key is read when it stands in a plan, and refused where it is not available`() {
        for (path, object) in Self.objects() {
            for field in object.fields {
                let text = SamplePlan.text(with: path + "." + field.key)
                let plan = PlanText(text, including: ["some": "naming: preserve\n"])
                #expect(plan.messages(.ignored) == [], "\(text)")
                let isLater = SamplePlan.isLater(path + "." + field.key)
                let codes = Set(plan.parse().diagnostics.map(\.code.description))
                #expect(codes == (isLater ? ["PLN0206"] : []), "\(path).\(field.key):\n\(text)")
            }
        }
    }
}
