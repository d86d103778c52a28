//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What a JSON file says becomes of each tensor: rules that come before those of a recipe.
///
///     {
///       "schema": 1,
///       "tensors": {
///         "v_proj": "int8",
///         "model.layers.0.*": { "scheme": "rate", "step": 0.125 },
///         "*embed_tokens.weight": "keep"
///       }
///     }
///
/// A key is a tensor's name, in which `*` stands for any text, or the last part of one without `.weight`. The
/// first key that fits a tensor decides; where none does, the recipe. A value is the name of a scheme (`int8`
/// and `int4` are short for `int8-row` and `int4-row`), `keep`, or an object with the scheme and a step, which
/// schemes with one scale a row can have; `rate` stands for `int8-row` with one.
public struct PlanFile: Hashable, Sendable {
  /// A key and what it asks for.
  struct Entry: Hashable, Sendable {
    let key: String
    let action: Recipe.Action

    /// Which tensors the key means.
    var pattern: NamePattern {
      key.contains("*") || key.contains(".")
        ? NamePattern(text: key) : NamePattern(text: "*\(key).weight")
    }
  }

  /// The largest file that is read, in bytes: 32 MiB.
  static let byteLimit = 32 << 20
  /// The most keys that are no names of tensors: each is compared with every tensor's name.
  static let patternLimit = 1024

  private static let keepName = "keep"
  private static let rateName = "rate"
  private static let shortNames = [
    "int8": QuantizationScheme.int8Row, "int4": QuantizationScheme.int4Row,
  ]

  /// The file, for messages.
  public let path: String
  let entries: [Entry]

  /// Reads a file.
  ///
  /// - Throws: `FileError` when it cannot be read, `PlanError` when it is no plan.
  public init(path: String) throws {
    try self.init(parsing: InputFile.contents(of: path, limit: Self.byteLimit), path: path)
  }

  init(parsing bytes: [UInt8], path: String) throws(PlanError) {
    self.path = path
    let json: JSON
    do throws(JSONError) {
      json = try JSON(parsing: bytes)
    } catch {
      throw .malformed(path: path, problem: error.description)
    }
    guard json["schema"]?.integer == 1, let members = json["tensors"]?.members else {
      throw .malformed(
        path: path,
        problem: "an object with \"schema\": 1 and an object \"tensors\" expected"
      )
    }
    if let other = json.members?.first(where: { !["schema", "tensors"].contains($0.key) }) {
      throw .malformed(path: path, problem: "\(other.key.quoted) has no meaning in it")
    }
    var entries: [Entry] = []
    for member in members {
      let action: Recipe.Action
      do throws(Fault) {
        action = try Self.action(member.value)
      } catch {
        throw .malformed(path: path, problem: "\(member.key.quoted): \(error.problem)")
      }
      entries.append(Entry(key: member.key, action: action))
    }
    let patternCount = entries.count { !$0.pattern.isName }
    guard patternCount <= Self.patternLimit else {
      throw .malformed(
        path: path,
        problem: "\(patternCount) of its keys are patterns, at most \(Self.patternLimit) can be"
      )
    }
    self.entries = entries
  }

  /// What is wrong with a value.
  private struct Fault: Error {
    let problem: String

    init(_ problem: String) { self.problem = problem }
  }

  private static func action(_ value: JSON) throws(Fault) -> Recipe.Action {
    switch value {
    case .string(keepName):
      return .keep
    case .string(rateName):
      throw Fault("'rate' needs a step: {\"scheme\": \"rate\", \"step\": 0.2}")
    case .string(let name):
      return .quantize(try scheme(named: name))
    case .object(let members):
      if let other = members.first(where: { !["scheme", "step"].contains($0.key) }) {
        throw Fault("\(other.key.quoted) has no meaning in it")
      }
      guard let name = value["scheme"]?.string, let step = value["step"]?.double,
        UniformStep.range.contains(step)
      else {
        throw Fault("a scheme and a step from \(UniformStep.rangeText) expected")
      }
      let scheme = name == rateName ? .int8Row : try scheme(named: name)
      guard scheme.groupLength == nil else {
        throw Fault("the scheme \(name.quoted) has no step, its groups have scales of their own")
      }
      return .quantize(scheme, step: step)
    default:
      throw Fault("the name of a scheme or an object expected, \(value.kindText) found")
    }
  }

  private static func scheme(named name: String) throws(Fault) -> QuantizationScheme {
    guard let scheme = shortNames[name] ?? QuantizationScheme.named(name),
      !scheme.normalizesRows
    else {
      let names =
        shortNames.keys.sorted() + [rateName, keepName]
        + QuantizationScheme.all.filter { !$0.normalizesRows }.map(\.name)
      throw Fault("there is no scheme \(name.quoted); schemes are \(names.joined(separator: ", "))")
    }
    return scheme
  }
}

extension PlanFile {
  /// The recipe with what the file says before its own rules.
  public func applied(to recipe: Recipe) -> Recipe {
    recipe.overridden(
      by: RulePlan(entries.map { RulePlan.Entry(pattern: $0.pattern, action: $0.action) })
    )
  }

  /// Checks that every key means a tensor of a checkpoint.
  ///
  /// - Throws: `PlanError` for the first that does not; what opening the checkpoint throws.
  public func check(forCheckpoint folder: String) throws {
    let checkpoint = try Checkpoint(folder: folder)
    let unmatched = entries.first { entry in
      entry.pattern.isName
        ? checkpoint.tensor(named: entry.key) == nil
        : !checkpoint.tensors.contains { entry.pattern.matches($0.info.name) }
    }
    if let unmatched { throw PlanError.unmatched(unmatched.key, path: path, checkpoint: folder) }
  }

  /// The text of a file that says what becomes of each matrix of a plan, so that it can be done again.
  public static func text(for plan: QuantizePlan) -> String {
    let tensors = plan.entries.filter { $0.info.shape.rank == 2 }.map { entry -> JSON.Member in
      // What a head needs beyond the scheme follows from the model.
      let scheme = entry.decision.scheme.map { $0.normalizesRows ? .int8Row : $0 }
      let value: JSON =
        switch (scheme, entry.decision.step) {
        case (nil, _): .string(keepName)
        case (let scheme?, nil): .string(scheme.name)
        case (let scheme?, let step?):
          [
            "scheme": .string(scheme == .int8Row ? rateName : scheme.name),
            "step": .number(step),
          ]
        }
      return JSON.Member(key: entry.info.name, value: value)
    }
    let json = JSON.object([
      .init(key: "schema", value: 1), .init(key: "tensors", value: .object(tensors)),
    ])
    return String(decoding: json.prettyPrinted(), as: UTF8.self)
  }
}

/// Why a plan file cannot be followed.
public struct PlanError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of failure; new kinds may be added.
  public struct Code: Hashable, Sendable {
    private enum Value: Hashable {
      case malformed, unmatched, nothingToAllocate, unreachable
    }
    private let value: Value

    /// The file is no plan.
    public static let malformed = Code(value: .malformed)
    /// A key means no tensor.
    public static let unmatched = Code(value: .unmatched)
    /// No tensor is left for which there is something to choose.
    public static let nothingToAllocate = Code(value: .nothingToAllocate)
    /// No choice is small enough for a size.
    public static let unreachable = Code(value: .unreachable)
  }

  /// The kind of failure.
  public let code: Code
  /// The file.
  public let path: String
  /// One sentence for a person: what failed, why and what to do.
  public let message: String

  /// The same as `message`.
  public var description: String { message }

  static func malformed(path: String, problem: String) -> PlanError {
    PlanError(
      code: .malformed,
      path: path,
      message: "\(path.quoted) is not a plan: \(problem)"
    )
  }

  static func unmatched(_ key: String, path: String, checkpoint: String) -> PlanError {
    PlanError(
      code: .unmatched,
      path: path,
      message: "\(key.quoted) in the plan \(path.quoted) means no tensor of \(checkpoint.quoted);"
        + " 'quantize --dry-run' lists their names"
    )
  }

  static func nothingToAllocate(path: String) -> PlanError {
    PlanError(
      code: .nothingToAllocate,
      path: path,
      message: "recipe and plan leave no tensor of \(path.quoted) whose size could be chosen"
    )
  }

  static func unreachable(
    _ target: AllocationJob.Target,
    least: AllocationJob.Allocation?,
    path: String
  ) -> PlanError {
    func rounded(_ bits: Double) -> Double { (bits * 100).rounded(.up) / 100 }
    let choice: String
    let size: String?
    switch target {
    case .bitsPerWeight, .fileByteCount:
      choice = "steps make"
      size = least.map {
        "about \(rounded($0.bitsPerWeight)) bits a weight, a file of \($0.byteCount) bytes"
      }
    case .memoryBitsPerWeight:
      choice = "schemes make"
      size = least.map {
        "\(rounded($0.memoryBitsPerWeight)) bits a weight of the layers in memory"
      }
    }
    return PlanError(
      code: .unreachable,
      path: path,
      message: "no \(choice) \(path.quoted) so small" + (size.map { "; the least is \($0)" } ?? "")
    )
  }
}
