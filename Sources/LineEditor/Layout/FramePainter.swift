// From a layout and styles to rows of bytes.

import QueryLanguage

/// Paints text behind a prompt.
struct FramePainter {
    let prompt: String
    let continuation: String

    /// The rows `range` of the layout.
    ///
    /// - Parameter styles: In ascending order and without overlap.
    func paint(
        _ text: String, layout: TextLayout, styles: [StyledRange], rows range: Range<Int>
    ) -> [FrameRow] {
        var text = text
        return text.withUTF8 { bytes in
            var rows: [FrameRow] = []
            rows.reserveCapacity(range.count)
            var styleIndex = 0
            for index in range {
                rows.append(paint(layout.rows[index], of: layout, bytes: bytes, styles: styles, from: &styleIndex))
            }
            return rows
        }
    }

    private func paint(
        _ row: TextLayout.Row, of layout: TextLayout, bytes: UnsafeBufferPointer<UInt8>, styles: [StyledRange],
        from styleIndex: inout Int
    ) -> FrameRow {
        var painted = FrameRow()
        painted.bytes.reserveCapacity(row.width * 2)
        if row.leadWidth > 0 {
            painted.append(row.lead == .prompt ? prompt : continuation, width: row.leadWidth)
        }
        var current: Int?
        for index in row.clusters {
            let cluster = layout.clusters[index]
            while styleIndex < styles.count, styles[styleIndex].range.upperBound <= cluster.offset { styleIndex += 1 }
            let isStyled = styleIndex < styles.count && styles[styleIndex].range.lowerBound <= cluster.offset
            let wanted = isStyled && cluster.substitute != .nothing ? styleIndex : nil
            if wanted != current {
                if current != nil { painted.endStyle() }
                if let wanted { painted.begin(styles[wanted].style) }
                current = wanted
            }
            let end = index + 1 < layout.clusters.count ? layout.clusters[index + 1].offset : layout.length
            append(cluster, bytes[cluster.offset..<end], to: &painted)
        }
        if current != nil { painted.endStyle() }
        return painted
    }

    private func append(
        _ cluster: TextLayout.Cluster, _ bytes: Slice<UnsafeBufferPointer<UInt8>>, to row: inout FrameRow
    ) {
        switch cluster.substitute {
        case .nothing: return
        case .spaces: row.bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: cluster.width))
        case .caret(let letter): row.bytes.append(contentsOf: [UInt8(ascii: "^"), letter])
        case .replacement: row.bytes.append(contentsOf: UTF8.encodedReplacementCharacter)
        case .none:
            // Emoji and what is made of several scalars.
            if bytes.count > 1 && Self.isAmbiguous(bytes) {
                row.append(ambiguous: bytes, width: cluster.width)
                return
            }
            row.bytes.append(contentsOf: bytes)
        }
        row.width += cluster.width
    }

    /// Whether the bytes are anything but one scalar of the planes and blocks that all terminals agree on.
    private static func isAmbiguous(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        var leads = 0
        for byte in bytes where byte & 0xC0 != 0x80 { leads += 1 }
        guard leads == 1, let first = bytes.first else { return true }
        return first >= 0xF0
    }
}
