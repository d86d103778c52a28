//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Which tensors are quantized, and how: ordered rules, the first that fits a tensor decides.
public struct Recipe: Hashable, Sendable {
  /// The width that a user asks for.
  public enum Width: Int, CaseIterable, Sendable {
    /// Four bits a code.
    case four = 4
    /// Eight bits a code.
    case eight = 8
  }

  /// What happens to a tensor.
  public enum Decision: Hashable, Sendable {
    /// It is stored as codes and scales; a step decides the scales where there is one, in the range of
    /// `UniformStep`.
    case quantize(QuantizationScheme, step: Double? = nil)
    /// It keeps its type and its bytes, for the reason given.
    case keep(reason: String)
  }

  /// What a rule does with the tensors that it fits.
  enum Action: Hashable, Sendable {
    /// Codes of the width that the user asks for, one scale a row or a group of columns.
    case quantizeRows
    /// One scheme, whatever width the user asks for; a step decides the scales where there is one.
    case quantize(QuantizationScheme, step: Double? = nil)
    /// Nothing.
    case keep
  }

  /// Takes tensors of a name and, to quantize them, of a number of dimensions.
  struct Rule: Hashable, Sendable {
    let patterns: [NamePattern]
    var rank = 2
    var action: Action
  }

  /// The name in files, options and reports.
  public let name: String
  private(set) var rules: [Rule]
  /// The columns that share a scale where the width is left open; nil for all of a row.
  private var groupLength: Int?
  /// Rules that come before these.
  private var plan = RulePlan()

  /// The linear layers of attention and MLP; the default.
  ///
  /// Embedding, head and norms keep their type.
  public static let reference = Recipe(name: "reference", rules: [linearLayers])

  /// The linear layers as in `reference`, and embedding and head in eight bits.
  public static let compact = Recipe(name: "compact", rules: [linearLayers, vocabularyMatrices])

  /// Every recipe that this version knows.
  public static let all: [Recipe] = [reference, compact]

  /// The recipe of a name, or nil when this version has none.
  public static func named(_ name: String) -> Recipe? {
    all.first { $0.name.utf8.elementsEqual(name.utf8) }
  }

  private static let linearLayers = Rule(
    patterns: [
      "q_proj", "k_proj", "v_proj", "W_pack", "o_proj", "gate_proj", "up_proj", "down_proj",
    ].map { NamePattern(text: "*\($0).weight") },
    action: .quantizeRows
  )

  private static let vocabularyMatrices = Rule(
    patterns: [NamePattern(text: "*embed_tokens.weight"), head],
    action: .quantize(.int8Row)
  )

  private static let head = NamePattern(text: "*lm_head.weight")
}

extension Recipe {
  /// What happens to a tensor.
  ///
  /// A function of name, type and shape alone, so that a plan can be shown before anything is read.
  ///
  /// - Parameters:
  ///   - tensor: The tensor.
  ///   - width: The width that the user asks for.
  ///   - normalizesHead: Whether the model divides the rows of its head by their lengths before use.
  /// - Returns: The decision of the first rule that fits.
  /// - Throws: `QuantizationError.rowTooLong` when the tensor is to be quantized but its rows are longer
  ///   than `QuantizationScheme.columnCountLimit`; `path` is not set.
  public func decision(
    for tensor: TensorInfo,
    width: Width,
    normalizesHead: Bool = false
  ) throws(QuantizationError) -> Decision {
    let named =
      plan.rules(for: tensor.name)
      + rules.filter { $0.patterns.contains { $0.matches(tensor.name) } }
    guard let first = named.first else {
      return .keep(reason: "no rule of recipe '\(name)' names it")
    }
    guard
      let rule = named.first(where: { $0.action == .keep || $0.rank == tensor.shape.rank })
    else {
      return .keep(reason: "its rank is \(tensor.shape.rank), rank \(first.rank) is needed")
    }
    let decision: Decision =
      switch (rule.action, width) {
      case (.keep, _): .keep(reason: "the plan keeps it")
      case (.quantizeRows, let width):
        .quantize(.scheme(width: width, groupLength: groupLength))
      case (.quantize(.int8Row, nil), _) where normalizesHead && Self.head.matches(tensor.name):
        .quantize(.int8RowNormalized)
      case (.quantize(let scheme, let step), _): .quantize(scheme, step: step)
      }
    guard decision.scheme != nil else { return decision }
    guard tensor.elementType.isWeightType else {
      let type = tensor.elementType.rawValue
      return .keep(reason: "its type is \(type), only F16, BF16 and F32 are quantized")
    }
    let columnCount = tensor.shape.dimensions.last ?? 1
    guard columnCount <= QuantizationScheme.columnCountLimit else {
      throw .rowTooLong(tensor: tensor.name, columnCount: columnCount)
    }
    return decision
  }

  /// This recipe with a plan that comes before its own rules.
  func overridden(by plan: RulePlan) -> Recipe {
    var recipe = self
    recipe.plan = plan.followed(by: self.plan)
    return recipe
  }

  /// Whether it is another than the one of its name.
  var isOverridden: Bool { Self.named(name) != self }

  /// Whether the width does not say what most codes are.
  var isMixed: Bool {
    var ungrouped = self
    ungrouped.groupLength = nil
    return ungrouped.isOverridden
  }

  /// Whether a plan decides what happens to a tensor.
  func isPlanned(_ tensor: TensorInfo) -> Bool { !plan.rules(for: tensor.name).isEmpty }

  /// This recipe with 8-bit codes of one step wherever it leaves the width open.
  ///
  /// - Parameter step: In units of the root of the mean square of a row's weights, in `stepRange`.
  /// - Returns: The recipe.
  public func stepping(by step: Double) -> Recipe {
    precondition(Self.stepRange.contains(step), "a step in the range")
    var recipe = self
    for index in rules.indices where rules[index].action == .quantizeRows {
      recipe.rules[index].action = .quantize(.int8Row, step: step)
    }
    return recipe
  }

  /// This recipe with one scale for each group of columns wherever it leaves the width open.
  ///
  /// - Parameter length: The columns of a group, one of `QuantizationScheme.groupLengths`.
  /// - Returns: The recipe.
  public func grouping(by length: Int) -> Recipe {
    precondition(QuantizationScheme.groupLengths.contains(length), "a length that groups can have")
    var recipe = self
    recipe.groupLength = length
    return recipe
  }

  /// The steps that make sense.
  public static var stepRange: ClosedRange<Double> { UniformStep.range }
}
