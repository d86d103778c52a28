//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension PickleDocument {
  /// The largest pickle that is accepted, in bytes.
  static let byteLimit = 8 << 20
  /// The most values that are accepted, the elements of tuples, lists and dictionaries counted again.
  static let valueLimit = 1 << 19
  /// How many values may wait on the stack of the machine.
  static let stackLimit = 1 << 18
  /// How many tuples, lists and dictionaries may lie inside each other.
  static let depthLimit = 100
  /// The longest integer that is accepted, in bytes.
  static let integerByteLimit = 32
  /// The most names that a pickle may ask for.
  static let globalLimit = 1 << 10
  /// The longest module or name that is accepted, in bytes.
  static let globalByteLimit = 256
}

/// The state of the machine that a pickle is a program for; it builds values and calls nothing.
struct PickleMachine {
  typealias Reference = PickleDocument.Reference
  typealias Value = PickleDocument.Value

  private(set) var values: [Value] = []
  private(set) var globals: [PickleDocument.Global] = []
  private var globalPositions: [PickleDocument.Global: Reference] = [:]
  /// How deep each value is nested.
  private var depths: [UInt8] = []
  private var stack: [Reference] = []
  /// Where on the stack each mark stands.
  private var marks: [Int] = []
  private var memo: [UInt32: Reference] = [:]
  /// How many references the values hold.
  private var elementCount = 0
  /// Where the instruction being carried out begins.
  var instructionOffset = 0

  func fault(_ code: PickleFault.Code, _ problem: String) -> PickleFault {
    PickleFault(code: code, offset: instructionOffset, problem: problem)
  }

  // MARK: Stack

  mutating func push(_ reference: Reference) throws(PickleFault) {
    guard stack.count < PickleDocument.stackLimit else {
      throw fault(
        .limitExceeded,
        "more than \(PickleDocument.stackLimit) values wait on the stack, which is the most accepted"
      )
    }
    stack.append(reference)
  }

  mutating func push(_ value: Value, holding elements: [Reference] = []) throws(PickleFault) {
    try push(try make(value, holding: elements))
  }

  mutating func pop() throws(PickleFault) -> Reference {
    guard stack.count > marks.last ?? 0, let top = stack.popLast() else {
      throw fault(.malformed, "the stack is empty")
    }
    return top
  }

  /// The top of the stack, which stays there.
  func top() throws(PickleFault) -> Reference {
    guard stack.count > marks.last ?? 0, let top = stack.last else {
      throw fault(.malformed, "the stack is empty")
    }
    return top
  }

  mutating func pop(count: Int) throws(PickleFault) -> [Reference] {
    guard stack.count - (marks.last ?? 0) >= count else {
      throw fault(.malformed, "the stack is empty")
    }
    defer { stack.removeLast(count) }
    return Array(stack.suffix(count))
  }

  mutating func mark() throws(PickleFault) {
    guard marks.count < PickleDocument.depthLimit else { throw nestedTooDeeply }
    marks.append(stack.count)
  }

  mutating func popToMark() throws(PickleFault) -> [Reference] {
    guard let mark = marks.popLast() else { throw fault(.malformed, "there is no mark") }
    defer { stack.removeLast(stack.count - mark) }
    return Array(stack[mark...])
  }

  // MARK: Values

  private var nestedTooDeeply: PickleFault {
    fault(
      .limitExceeded,
      "values are nested more than \(PickleDocument.depthLimit) deep, which is the most accepted"
    )
  }

  private mutating func count(elements count: Int) throws(PickleFault) {
    elementCount += count
    guard values.count + elementCount < PickleDocument.valueLimit else {
      throw fault(
        .limitExceeded,
        "it has more than \(PickleDocument.valueLimit) values, which is the most accepted"
      )
    }
  }

  private func depth(around elements: [Reference]) throws(PickleFault) -> UInt8 {
    let depth = elements.reduce(0) { max($0, depths[Int($1.index)]) } + 1
    guard depth <= PickleDocument.depthLimit else { throw nestedTooDeeply }
    return depth
  }

  private mutating func make(
    _ value: Value,
    holding elements: [Reference]
  ) throws(PickleFault) -> Reference {
    try count(elements: elements.count)
    let depth = elements.isEmpty ? 0 : try depth(around: elements)
    values.append(value)
    depths.append(depth)
    return Reference(index: Int32(values.count - 1))
  }

  /// Adds elements to a list.
  mutating func add(_ elements: [Reference], to target: Reference) throws(PickleFault) {
    try count(elements: elements.count)
    let index = Int(target.index)
    depths[index] = max(depths[index], try depth(around: elements))
    // The value leaves its place meanwhile, so that its elements are not copied.
    let value = values[index]
    values[index] = .none
    guard case .list(var list) = value else {
      throw fault(.malformed, "elements are added to what is no list")
    }
    list += elements
    values[index] = .list(list)
  }

  /// Sets items, keys and values in turn, on a dictionary or on what a call returned.
  mutating func setItems(_ elements: [Reference], on target: Reference) throws(PickleFault) {
    guard elements.count.isMultiple(of: 2) else {
      throw fault(.malformed, "a key has no value")
    }
    try count(elements: elements.count)
    let index = Int(target.index)
    if !elements.isEmpty { depths[index] = max(depths[index], try depth(around: elements)) }
    let more = stride(from: 0, to: elements.count, by: 2).map {
      (key: elements[$0], value: elements[$0 + 1])
    }
    let value = values[index]
    values[index] = .none
    switch value {
    case .dictionary(var items):
      items += more
      values[index] = .dictionary(items)
    case .call(let function, let arguments, var items):
      items += more
      values[index] = .call(function: function, arguments: arguments, items: items)
    default:
      throw fault(.malformed, "items are set on what is no dictionary")
    }
  }

  mutating func pushGlobal(module: String, name: String) throws(PickleFault) {
    let global = PickleDocument.Global(module: module, name: name)
    if let known = globalPositions[global] { return try push(known) }
    guard max(module.utf8.count, name.utf8.count) <= PickleDocument.globalByteLimit else {
      throw fault(
        .limitExceeded,
        "it asks for a name of more than \(PickleDocument.globalByteLimit) bytes"
      )
    }
    guard globals.count < PickleDocument.globalLimit else {
      throw fault(
        .limitExceeded,
        "it asks for more than \(PickleDocument.globalLimit) names, which is the most accepted"
      )
    }
    globals.append(global)
    let reference = try make(.global(globals.count - 1), holding: [])
    globalPositions[global] = reference
    try push(reference)
  }

  /// Notes a call, whose function must be a name.
  mutating func call() throws(PickleFault) {
    let operands = try pop(count: 2)
    guard case .global = values[Int(operands[0].index)] else {
      throw fault(.malformed, "it calls what is no name")
    }
    guard case .tuple = values[Int(operands[1].index)] else {
      throw fault(.malformed, "it calls a function with what is no tuple")
    }
    try push(
      .call(function: operands[0], arguments: operands[1], items: []),
      holding: operands
    )
  }

  // MARK: Memo

  /// Remembers the top of the stack under a number, or the next free one.
  mutating func memoize(_ number: UInt32?) throws(PickleFault) {
    // A dictionary: a large number costs no more than a small one. Each entry is an instruction that the
    // size of the pickle bounds, but an entry takes more memory than an instruction.
    guard memo.count < PickleDocument.valueLimit else {
      throw fault(.limitExceeded, "it remembers more than \(PickleDocument.valueLimit) values")
    }
    memo[number ?? UInt32(memo.count)] = try top()
  }

  mutating func recall(_ number: UInt32) throws(PickleFault) {
    guard let reference = memo[number] else {
      throw fault(.malformed, "it recalls value \(number), which it has not remembered")
    }
    try push(reference)
  }

  // MARK: The end

  mutating func finish(byteCount: Int) throws(PickleFault) -> PickleDocument {
    let root = try pop()
    guard stack.isEmpty, marks.isEmpty else {
      throw fault(.malformed, "values are left on the stack at its end")
    }
    return PickleDocument(values: values, root: root, globals: globals, byteCount: byteCount)
  }

  func text(_ reference: Reference) -> String? {
    if case .text(let text) = values[Int(reference.index)] { text } else { nil }
  }
}
