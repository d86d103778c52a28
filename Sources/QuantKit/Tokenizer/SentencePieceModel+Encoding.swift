//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension SentencePieceModel {
  /// The ids of a text.
  ///
  /// - Parameters:
  ///   - text: Valid UTF-8.
  ///   - isPrefixed: Whether the dummy prefix goes before it, where the model has one.
  /// - Returns: The ids of its pieces.
  /// - Complexity: O(bytes) when `mergesWordByWord`, otherwise O(bytes × log bytes); O(bytes × bytes
  ///   of the longest piece) for a unigram model.
  func encode(_ text: [UInt8], isPrefixed: Bool = true) -> [Int] {
    let text = normalizer.normalize(text, isPrefixed: isPrefixed)
    switch algorithm {
    case .merging(let ranks): return merge(text, ranks: ranks)
    case .unigram(let unigram):
      var encoding = Encoding(model: self, text: text, ranks: [])
      unigram.forEachPiece(of: text, in: text.indices) { id, range in
        encoding.append(id, range)
      }
      return encoding.ids
    }
  }

  private func merge(_ text: [UInt8], ranks: [UInt32]) -> [Int] {
    var encoding = Encoding(model: self, text: text, ranks: ranks)
    var merger = PairMerger()
    var position = 0
    var isAfterMark = true
    while position < text.count {
      if let match = userDefinedPieces.longestMatch(in: text, from: position, to: text.count) {
        merger.mergeAll(using: &encoding)
        encoding.ids.append(match.value)
        position = match.end
        isAfterMark = true
        continue
      }
      let isMark = Self.isSpaceMark(in: text, at: position)
      if mergesWordByWord && isMark && !isAfterMark { merger.mergeAll(using: &encoding) }
      isAfterMark = isMark
      let end = UTF8Text.characterEnd(in: text, from: position)
      merger.append(.init(id: encoding.id(of: position..<end), start: position, end: end))
      position = end
    }
    merger.mergeAll(using: &encoding)
    return encoding.ids
  }

  /// A text on its way to ids.
  ///
  /// Any two neighbours merge whose text together is a piece.
  private struct Encoding: MergeRules {
    let model: SentencePieceModel
    let text: [UInt8]
    let ranks: [UInt32]
    var ids: [Int] = []
    /// Where unused pieces are taken apart again: id to length of the left part.
    private var unusedSplits: [UInt32: Int] = [:]

    init(model: SentencePieceModel, text: [UInt8], ranks: [UInt32]) {
      self.model = model
      self.ranks = ranks
      self.text = text
      ids.reserveCapacity(text.count / 3)
    }

    func id(of range: Range<Int>) -> UInt32 {
      guard let id = model.pieces.id(of: text, in: range) else { return PairMerger.noID }
      switch model.types[id] {
      case .normal, .userDefined, .unused: return UInt32(id)
      case .unknown, .control, .byte: return PairMerger.noID
      }
    }

    mutating func merge(
      _ left: PairMerger.Symbol,
      _ right: PairMerger.Symbol
    ) -> PairMerger.Merge? {
      let id = id(of: left.start..<right.end)
      guard id != PairMerger.noID else { return nil }
      if model.types[Int(id)] == .unused { unusedSplits[id] = left.end - left.start }
      return PairMerger.Merge(rank: ranks[Int(id)], id: id)
    }

    /// Appends a piece of a unigram model.
    mutating func append(_ id: UInt32, _ range: Range<Int>) {
      if Int(id) == model.unknownID { appendUnknown(range) } else { ids.append(Int(id)) }
    }

    mutating func append(_ symbol: PairMerger.Symbol) {
      if symbol.id == PairMerger.noID {
        appendUnknown(symbol.start..<symbol.end)
      } else if model.types[Int(symbol.id)] == .unused {
        appendParts(of: symbol)
      } else {
        ids.append(Int(symbol.id))
      }
    }

    /// Takes an unused piece apart as far as it was merged; one that was not merged is unknown
    /// text.
    private mutating func appendParts(of symbol: PairMerger.Symbol) {
      var waiting = [symbol.start..<symbol.end]  // the leftmost last
      while let range = waiting.popLast() {
        let id = id(of: range)
        if id == PairMerger.noID {
          appendUnknown(range)
        } else if model.types[Int(id)] != .unused {
          ids.append(Int(id))
        } else if let byteCount = unusedSplits[id] {
          let middle = range.lowerBound + byteCount
          waiting.append(middle..<range.upperBound)
          waiting.append(range.lowerBound..<middle)
        } else {
          appendUnknown(range)
        }
      }
    }

    /// Appends the bytes, or one unknown piece for a run of unknown text.
    private mutating func appendUnknown(_ range: Range<Int>) {
      if !model.byteIDs.isEmpty {
        for byte in text[range] { ids.append(model.byteIDs[Int(byte)]) }
      } else if ids.last != model.unknownID {
        ids.append(model.unknownID)
      }
    }
  }
}
