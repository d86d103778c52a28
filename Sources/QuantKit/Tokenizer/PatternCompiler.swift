//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Turns a pattern into instructions.
struct PatternCompiler {
  /// The most instructions; published patterns need about 100.
  static let instructionLimit = 1 << 10

  private(set) var instructions: [Pattern.Instruction] = []
  private(set) var sets: [CharacterSet] = []
  private(set) var ways: [[Pattern.Way]] = []
  private var leads: [(first: LeadBytes, second: LeadBytes)] = []  // per choice
  private(set) var markCount = 0

  init(_ node: PatternNode) throws(PatternError) {
    try compile(node)
    try append(.match)
    for (index, instruction) in instructions.enumerated() {
      // Where the match ends after a run, nothing is ever given back.
      if case .run(let set, _, _) = instruction, case .match = target(index + 1) {
        instructions[index] = .lastRun(set)
      }
    }
    let choices = instructions
    ways = leads.map { _ in [] }
    for case .choice(let first, let second, let mark, let place) in choices {
      ways[place] = (0..<LeadBytes.classCount).map { next in
        way(first: first, second: second, mark: mark, leads[place], next)
      }
    }
  }

  /// Where a choice leads when a byte of this class comes next.
  private func way(
    first: Int,
    second: Int,
    mark: Int,
    _ leads: (first: LeadBytes, second: LeadBytes),
    _ next: Int
  ) -> Pattern.Way {
    var (first, second, mark, leads) = (first, second, mark, leads)
    while true {
      switch (leads.first.allows(next), leads.second.allows(next)) {
      case (true, true): return .both(first: first, second: second, mark: mark)
      case (true, false): return .only(first)
      case (false, false): return .nowhere
      case (false, true):
        guard
          case .choice(let laterFirst, let laterSecond, let laterMark, let place) =
            instructions[second], second > first
        else { return .only(second) }
        (first, second, mark) = (laterFirst, laterSecond, laterMark)
        leads = self.leads[place]
      }
    }
  }

  /// The instruction that is carried out at a place.
  private func target(_ index: Int) -> Pattern.Instruction {
    var index = index
    while case .jump(let target) = instructions[index] { index = target }
    return instructions[index]
  }

  private mutating func append(_ instruction: Pattern.Instruction) throws(PatternError) {
    guard instructions.count < Self.instructionLimit else {
      throw PatternError(problem: "it takes more than \(Self.instructionLimit) steps")
    }
    instructions.append(instruction)
  }

  private mutating func set(_ expression: CharacterSet.Expression) -> Int {
    sets.append(CharacterSet(expression))
    return sets.count - 1
  }

  private mutating func mark() -> Int {
    markCount += 1
    return markCount - 1
  }

  private mutating func compile(_ node: PatternNode) throws(PatternError) {
    switch node {
    case .character(let expression): try append(.character(set(expression)))
    case .sequence(let parts): for part in parts { try compile(part) }
    case .choice(let parts): try compile(choice: parts)
    case .repetition(let body, let minimum, let maximum, let mode):
      for _ in 0..<minimum { try compile(body) }
      if let maximum {
        try compile(optional: body, upTo: maximum - minimum, mode)
      } else if mode != .lazy, let expression = body.characterSet {
        try append(.run(set: set(expression), isKept: mode == .possessive, mark: mark()))
      } else {
        try compile(loop: body, mode)
      }
    case .lookAhead(let expression, let isMember):
      try append(.lookAhead(set: set(expression), isMember: isMember))
    case .lineEnd: try append(.lineEnd)
    case .lineStart: try append(.lineStart)
    }
  }

  private mutating func compile(choice parts: [PatternNode]) throws(PatternError) {
    let leads = parts.map(\.leads)
    // What all parts from one on can begin with, added up once for all of them.
    var laterLeads = leads
    for index in leads.indices.dropLast().reversed() {
      laterLeads[index] = leads[index].or(laterLeads[index + 1])
    }
    var ends: [Int] = []
    for (index, part) in parts.enumerated() {
      guard index + 1 < parts.count else {
        try compile(part)
        break
      }
      let choice = instructions.count
      try append(.jump(choice))
      try compile(part)
      ends.append(instructions.count)
      try append(.jump(choice))
      setChoice(at: choice, (choice + 1, leads[index]), (instructions.count, laterLeads[index + 1]))
    }
    for end in ends { instructions[end] = .jump(instructions.count) }
  }

  private mutating func compile(
    optional body: PatternNode,
    upTo count: Int,
    _ mode: PatternNode.Mode
  ) throws(PatternError) {
    guard count > 0 else { return }
    if mode == .possessive, let expression = body.characterSet {
      let set = set(expression)
      for _ in 0..<count { try append(.optionalCharacter(set)) }
      return
    }
    var choices: [Int] = []
    for _ in 0..<count {
      choices.append(instructions.count)
      try append(.jump(0))
      try compile(body)
    }
    for choice in choices { setChoice(at: choice, body, mode, exit: instructions.count) }
  }

  private mutating func compile(loop body: PatternNode, _ mode: PatternNode.Mode)
    throws(PatternError)
  {
    let choice = instructions.count
    try append(.jump(choice))
    try compile(body)
    try append(.jump(choice))
    setChoice(at: choice, body, mode, exit: instructions.count)
  }

  /// A choice between a body, which begins behind it, and leaving it out.
  private mutating func setChoice(
    at place: Int,
    _ body: PatternNode,
    _ mode: PatternNode.Mode,
    exit: Int
  ) {
    let ways = [(place + 1, body.leads), (exit, LeadBytes.empty)]
    setChoice(at: place, ways[mode == .lazy ? 1 : 0], ways[mode == .lazy ? 0 : 1])
  }

  private mutating func setChoice(
    at place: Int,
    _ first: (Int, LeadBytes),
    _ second: (Int, LeadBytes)
  ) {
    leads.append((first.1, second.1))
    instructions[place] = .choice(
      first: first.0,
      second: second.0,
      mark: mark(),
      ways: leads.count - 1
    )
  }
}
