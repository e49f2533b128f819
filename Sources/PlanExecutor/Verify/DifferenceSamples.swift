internal import PlanGraph

/// The values of the rows that differ, from which the differences are told.
struct DifferenceSamples {
    let copy: CopyInstruction
    let key: [String]
    let source: [RowHashes: [FieldSample]]
    let target: [RowHashes: [FieldSample]]

    func difference(_ found: DifferenceSearch.Difference) -> RowDifference {
        let row = source[found.row] ?? target[found.row] ?? []
        let kind: RowDifference.Kind =
            switch found.kind {
            case .changed(let left, let right): .changed(changes(source[left] ?? [], target[right] ?? []))
            case .missing: .missing
            case .added: .added
            case .repeated(_, let source, let target): .repeated(source: source, target: target)
            }
        return RowDifference(row: name(row), kind: kind)
    }

    /// The columns that tell the row apart, or all, with its values.
    private func name(_ row: [FieldSample]) -> [RowDifference.ColumnValue] {
        zip(copy.columns, row).compactMap { column, sample in
            guard key.isEmpty || key.contains(column.name) else { return nil }
            return RowDifference.ColumnValue(
                column: column.name, value: FieldText(type: column.type).text(of: sample))
        }
    }

    private func changes(_ source: [FieldSample], _ target: [FieldSample]) -> [RowDifference.ValueDifference] {
        var changes: [RowDifference.ValueDifference] = []
        for (column, (left, right)) in zip(copy.columns, zip(source, target)) where left != right {
            let form = ValueForm(type: column.type)
            guard form.tells(left, from: right) else { continue }
            let (source, target) = FieldText(type: column.type).texts(of: left, right)
            changes.append(RowDifference.ValueDifference(column: column.name, source: source, target: target))
        }
        return changes
    }
}

extension RowDifference {
    /// An order for people: by the values of the row, shorter ones first so that numbers stand as they count.
    func precedes(_ other: RowDifference) -> Bool {
        for (left, right) in zip(row, other.row) where left.value != right.value {
            let (left, right) = (left.value.utf8, right.value.utf8)
            return left.count != right.count ? left.count < right.count : left.lexicographicallyPrecedes(right)
        }
        return row.count < other.row.count
    }
}
