//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

/// A small model with the logits that the original code gives, from the fixtures.
struct GoldenModel: Sendable, CustomTestStringConvertible {
  /// Which weights.
  enum Variant: String, CaseIterable, Sendable {
    case stored = ""
    case int8 = ".int8"
    case int4 = ".int4"

    var scheme: QuantizationScheme? {
      switch self {
      case .stored: nil
      case .int8: .int8Row
      case .int4: .int4Row
      }
    }
  }

  struct Prompt {
    let tokens: [Int]
    /// [tokens, vocabulary].
    let logits: [Float]
    /// The argmax continuation.
    let greedy: [Int]
  }

  static let names = [
    "baichuan13b-tiny", "baichuan7b-tiny", "baichuan2-13b-tiny", "baichuan2-7b-tiny", "llama-tiny",
    "llama31-tiny", "mistral-tiny", "qwen2-tiny", "qwen3-tiny", "baichuan13b-bin-tiny",
    "baichuan7b-bin-tiny", "baichuan7b-binlegacy-tiny",
  ]

  static let all = names.map(GoldenModel.init)

  let name: String

  var testDescription: String { name }

  var folder: String { Fixtures.path("models/" + name) }

  /// The largest difference of a logit: what the data's README allows when computing in float32.
  static let tolerance: Float = 5e-4

  /// Loads the model, with the tensors quantized that the reference quantized.
  func load(
    _ variant: Variant,
    arithmetic: Arithmetic = .exact,
    threadCount: Int = 2,
    instructionSet: InstructionSet = .best
  ) throws -> LanguageModel {
    let weights = try #require(try Self.weights.get()[name]?[variant])
    return try LanguageModel(
      configuration: weights.configuration,
      weights: weights,
      arithmetic: arithmetic,
      pool: ThreadPool(threadCount: threadCount),
      instructionSet: instructionSet
    )
  }

  /// The weights of all models by name and variant: quantizing in plain Swift is slow without
  /// optimization, so once must do.
  private static let weights = Result { () throws -> [String: [Variant: MemoryWeightSource]] in
    var weights: [String: [Variant: MemoryWeightSource]] = [:]
    for model in all {
      for variant in Variant.allCases {
        weights[model.name, default: [:]][variant] = try MemoryWeightSource(
          folder: model.folder,
          scheme: variant.scheme
        )
      }
    }
    return weights
  }

  func prompt(_ number: Int, _ variant: Variant) throws -> Prompt {
    let file = try SafetensorsFile(path: folder + "/expected.safetensors")
    return Prompt(
      tokens: try file.integers("prompt\(number).input_ids"),
      logits: try file.floats("prompt\(number).logits\(variant.rawValue)"),
      greedy: try file.integers("prompt\(number).greedy\(variant.rawValue)")
    )
  }

  static let promptCount = 3
}

/// The weights of a golden model in memory.
struct MemoryWeightSource: WeightSource {
  let path: String
  let configuration: ModelConfiguration
  private var infos: [String: TensorInfo] = [:]
  private var matrices: [String: WeightMatrix] = [:]
  private var vectors: [String: [Float]] = [:]

  /// Reads a checkpoint; `scheme` quantizes the tensors that `expected.json` lists.
  init(folder: String, scheme: QuantizationScheme?) throws {
    let checkpoint = try Checkpoint(folder: folder)
    let source = CheckpointWeightSource(checkpoint: checkpoint)
    let expected = try JSON(
      parsing: InputFile.contents(of: folder + "/expected.json", limit: 1 << 20)
    )
    let names = try #require(expected["quantized_tensors"]?.elements).compactMap(\.string)
    let pool = ThreadPool(threadCount: 1)
    path = folder
    configuration = try ModelConfiguration(
      configuration: checkpoint.configuration,
      path: folder + "/config.json"
    )
    for tensor in checkpoint.tensors {
      let name = tensor.info.name
      infos[name] = tensor.info
      if tensor.info.shape.rank == 1 {
        vectors[name] = try source.vector(named: name)
      } else if let scheme, names.contains(name) {
        matrices[name] = try Self.quantized(tensor, of: checkpoint, scheme: scheme)
      } else {
        matrices[name] = try source.matrix(named: name, pool: pool)
      }
    }
  }

  func info(of name: String) -> TensorInfo? { infos[name] }

  func hasNormalizedRows(_ name: String) -> Bool { false }

  func matrix(named name: String, pool: ThreadPool?) throws -> WeightMatrix {
    try #require(matrices[name])
  }

  func vector(named name: String) throws -> [Float] { try #require(vectors[name]) }

  private static func quantized(
    _ tensor: CheckpointTensor,
    of checkpoint: Checkpoint,
    scheme: QuantizationScheme
  ) throws -> WeightMatrix {
    let dimensions = tensor.info.shape.dimensions
    let quantized = try ReferenceQuantizer.quantize(
      checkpoint.bytes(of: tensor),
      format: #require(tensor.info.elementType.floatFormat),
      rowCount: dimensions[0],
      scheme: scheme
    )
    return unsafe WeightMatrix(
      rows: dimensions[0],
      columns: dimensions[1],
      format: WeightMatrix.Format(scheme),
      scales: WeightMatrix.Scales(quantized.scales, scheme: scheme)
    ) { unsafe $0.copyBytes(from: quantized.codes) }
  }
}

extension SafetensorsFile {
  /// The elements of an F32 tensor.
  func floats(_ name: String) throws -> [Float] {
    FloatFormat.binary32.values(in: try #require(try bytes(of: name)))
  }

  /// The elements of an I32 tensor.
  func integers(_ name: String) throws -> [Int] {
    var reader = ByteReader(try #require(try bytes(of: name)))
    return try (0..<reader.remainingByteCount / 4).map { _ in
      Int(Int32(bitPattern: try reader.readInteger(UInt32.self)))
    }
  }
}
