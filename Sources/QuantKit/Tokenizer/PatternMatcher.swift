//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Finds the matches of a pattern in a text from front to back, in time that grows with the length of the text only.
///
/// A choice and a run that were tried at a place and led to no match are marked there and not tried
/// again, by later matches neither: what follows does not depend on how it was reached. So each is
/// tried once at every place. What led to a match lies before its end, where no later match looks;
/// only the marks at the end itself are taken back.
struct PatternMatcher {
  /// A place to go back to: an instruction, and the last and the first position to try it at.
  private struct Alternative {
    let instruction: Int
    let position: Int
    let firstPosition: Int
  }

  private let pattern: Pattern
  private let wordsPerPosition: Int
  private var alternatives: [Alternative] = []
  private var marks: [UInt64] = []  // [positions from markedStart, wordsPerPosition]
  private var markedStart = 0

  init(_ pattern: Pattern) {
    self.pattern = pattern
    wordsPerPosition = (pattern.markCount + 63) / 64
  }

  /// Calls `body` with the parts of a text: every match, and what lies between matches.
  ///
  /// - Parameters:
  ///   - text: Valid UTF-8.
  ///   - range: What is cut; the pattern sees nothing around it.
  ///   - body: Takes the parts in order; none is empty.
  /// - Complexity: O(bytes × instructions of the pattern).
  mutating func forEachPart(
    of text: [UInt8],
    in range: Range<Int>,
    _ body: (Range<Int>, _ isMatch: Bool) -> Void
  ) {
    marks.removeAll(keepingCapacity: true)
    markedStart = range.lowerBound
    var gapStart = range.lowerBound
    var position = range.lowerBound
    while position < range.upperBound {
      guard pattern.firstLeads.allows(LeadBytes.byteClass(text[position])),
        let end = endOfMatch(in: text, within: range, from: position)
      else {
        position = UTF8Text.characterEnd(in: text, from: position)
        continue
      }
      if gapStart < position { body(gapStart..<position, false) }
      body(position..<end, true)
      position = end
      gapStart = end
    }
    if gapStart < range.upperBound { body(gapStart..<range.upperBound, false) }
  }

  private mutating func endOfMatch(
    in text: [UInt8],
    within range: Range<Int>,
    from start: Int
  ) -> Int? {
    forgetMarks(before: start)
    alternatives.removeAll(keepingCapacity: true)
    var position = start
    var index = 0
    while true {
      if let next = step(index, in: text, within: range, &position) {
        guard next != Self.matched else {
          removeMarks(at: position)
          return position
        }
        index = next
        continue
      }
      guard let alternative = alternatives.popLast() else { return nil }
      index = alternative.instruction
      position = alternative.position
      if position > alternative.firstPosition {
        alternatives.append(
          Alternative(
            instruction: index,
            position: UTF8Text.characterStart(in: text, before: position),
            firstPosition: alternative.firstPosition
          )
        )
      }
    }
  }

  /// The step that stands for the end of the match.
  private static let matched = -1

  /// The instruction that follows, or nil when this one fails.
  private mutating func step(
    _ index: Int,
    in text: [UInt8],
    within range: Range<Int>,
    _ position: inout Int
  ) -> Int? {
    let isAtEnd = position == range.upperBound
    switch pattern.instructions[index] {
    case .match: return Self.matched
    case .jump(let target): return target
    case .character(let set):
      guard !isAtEnd, let end = pattern.sets[set].endOfMember(in: text, at: position) else {
        return nil
      }
      position = end
    case .optionalCharacter(let set):
      if !isAtEnd { position = pattern.sets[set].endOfMember(in: text, at: position) ?? position }
    case .run(let set, let isKept, let mark):
      return run(index, set: set, isKept: isKept, mark: mark, text, range, &position)
    case .lastRun(let set):
      let set = pattern.sets[set]
      while position < range.upperBound, let end = set.endOfMember(in: text, at: position) {
        position = end
      }
      return Self.matched
    case .choice(_, _, _, let ways):
      let next = isAtEnd ? LeadBytes.endClass : LeadBytes.byteClass(text[position])
      switch pattern.ways[ways][next] {
      case .nowhere: return nil
      case .only(let target): return target
      case .both(let first, let second, let mark):
        guard setMark(mark, at: position) else { return nil }
        alternatives.append(
          Alternative(instruction: second, position: position, firstPosition: position)
        )
        return first
      }
    case .lookAhead(let set, let isMember):
      let found = !isAtEnd && pattern.sets[set].endOfMember(in: text, at: position) != nil
      guard found == isMember else { return nil }
    case .lineEnd:
      guard isAtEnd || text[position] == UInt8(ascii: "\n") else { return nil }
    case .lineStart:
      guard position == range.lowerBound || text[position - 1] == UInt8(ascii: "\n") else {
        return nil
      }
    }
    return index + 1
  }

  /// Takes all characters of a set.
  ///
  /// Every place on the way is marked: from there the run would end at the same places.
  private mutating func run(
    _ index: Int,
    set: Int,
    isKept: Bool,
    mark: Int,
    _ text: [UInt8],
    _ range: Range<Int>,
    _ position: inout Int
  ) -> Int? {
    let start = position
    let set = pattern.sets[set]
    var last: Int?  // the last place where the run may end that is not known to fail
    while setMark(mark, at: position) {
      last = position
      guard position < range.upperBound, let end = set.endOfMember(in: text, at: position) else {
        break
      }
      position = end
    }
    guard let last, !isKept || last == position else { return nil }
    position = last
    if last > start && !isKept {
      alternatives.append(
        Alternative(
          instruction: index + 1,
          position: UTF8Text.characterStart(in: text, before: last),
          firstPosition: start
        )
      )
    }
    return index + 1
  }
}

extension PatternMatcher {
  /// Marks an instruction at a place; false when it is marked there already.
  private mutating func setMark(_ mark: Int, at position: Int) -> Bool {
    let place = (position - markedStart) * wordsPerPosition + mark >> 6
    if place >= marks.count {
      marks.append(contentsOf: repeatElement(0, count: place + wordsPerPosition - marks.count))
    }
    let bit: UInt64 = 1 << UInt64(mark & 63)
    guard marks[place] & bit == 0 else { return false }
    marks[place] |= bit
    return true
  }

  private mutating func removeMarks(at position: Int) {
    let place = (position - markedStart) * wordsPerPosition
    for place in place..<place + wordsPerPosition where place < marks.count { marks[place] = 0 }
  }

  /// Gives memory back, seldom enough that moving the rest costs little for each byte.
  private mutating func forgetMarks(before position: Int) {
    let count = (position - markedStart) * wordsPerPosition
    guard count > 1 << 14, 2 * count > marks.count else { return }
    marks.removeFirst(min(count, marks.count))
    markedStart = position
  }
}
