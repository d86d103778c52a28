//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// How the elements of a tensor are stored.
public enum TensorEncoding: Hashable, Sendable {
  /// As they are in the checkpoint.
  case raw
  /// As integer codes, by the scheme of this name.
  case quantized(schemeName: String)

  static let rawName = "raw"

  init(schemeName: String) {
    self = schemeName == Self.rawName ? .raw : .quantized(schemeName: schemeName)
  }

  /// The name in the index: `raw` or the scheme's name.
  public var schemeName: String {
    switch self {
    case .raw: Self.rawName
    case .quantized(let name): name
    }
  }
}

/// How the codes of a tensor were found; what they mean does not depend on it.
public struct TensorRounding: Hashable, Sendable {
  /// The name of the way in the index; nil where each weight has its nearest code, with the scale that its
  /// scheme gives the row.
  public let name: String?
  /// What decides the scale of each row, as `UniformStep` says; nil where another rule does.
  public let step: Double?

  init(name: String?, step: Double? = nil) {
    self.name = name
    self.step = step
  }

  /// Each weight has its nearest code, with the scale that its scheme gives the row.
  public static let nearest = TensorRounding(name: nil)

  /// Rounded to the nearest codes of scales with the least squared error, `ScaleChoice.mse`.
  public static let leastSquares = TensorRounding(name: "least-squares")

  /// Rounded to the nearest codes of scales that a step decides.
  public static func uniform(step: Double) -> TensorRounding {
    TensorRounding(name: "uniform-step", step: step)
  }

  /// Rounded for the inputs that a text gives; with scales for them, or with those that a step decides.
  public static func calibrated(step: Double? = nil) -> TensorRounding {
    TensorRounding(name: "calibrated", step: step)
  }

  /// Whether codes depend on more than the tensor's own weights: on a text and the layers before.
  var isCalibrated: Bool { name == Self.calibrated().name }

  /// Whether the tensor's weights alone give the codes again.
  var isRepeatable: Bool {
    self == .nearest || self == .leastSquares || self == step.map { .uniform(step: $0) }
  }
}

/// A tensor in a container.
public struct TensorRecord: Sendable {
  /// The name, the shape and the type of the tensor as it was in its checkpoint.
  public let info: TensorInfo
  /// How the elements are stored.
  public let encoding: TensorEncoding
  /// How its codes were found.
  public let rounding: TensorRounding
  /// The arrays that it is stored as: `elements`, or `codes` and `scales`.
  public let parts: [PartRecord]
  let packedStatistics: PackedStatistics?

  /// A record; `statistics` are those of a known scheme.
  init(
    info: TensorInfo,
    encoding: TensorEncoding,
    rounding: TensorRounding = .nearest,
    parts: [PartRecord],
    statistics: QuantizationStatistics?
  ) {
    self.info = info
    self.encoding = encoding
    self.rounding = rounding
    self.parts = parts
    packedStatistics = statistics.map(PackedStatistics.init)
  }

  /// What quantizing cost, where the writer recorded it and the scheme is known.
  public var statistics: QuantizationStatistics? {
    scheme.flatMap { packedStatistics?.unpacked(scheme: $0) }
  }

  /// The scheme of a quantized tensor; nil when it is not quantized or the scheme is unknown.
  public var scheme: QuantizationScheme? {
    guard case .quantized(let name) = encoding else { return nil }
    return QuantizationScheme.named(name)
  }

  /// The number of scales that a row of a matrix of a known scheme has, at least 1.
  var scalesPerRow: Int {
    max(1, scheme?.scalesPerRow(columnCount: info.shape.dimensions.last ?? 0) ?? 1)
  }

  /// Which of the scales of a matrix are those of some rows.
  func scaleRange(ofRows rows: Range<Int>) -> Range<Int> {
    scheme?.scaleRange(ofRows: rows, columnCount: info.shape.dimensions.last ?? 0) ?? rows
  }

  /// The part of a name.
  public func part(named name: String) -> PartRecord? { parts.first { $0.name == name } }

  /// The part that holds the weights: `elements` or `codes`; nil for an unknown scheme without them.
  public var content: PartRecord? {
    part(named: encoding == .raw ? PartLayout.elementsName : PartLayout.codesName)
  }

  /// The size that the tensor takes in the file, in bytes.
  public var storedByteCount: Int { parts.reduce(0) { $0 + $1.storedByteCount } }
  /// The size of the tensor before compression, in bytes.
  public var contentByteCount: Int { parts.reduce(0) { $0 + $1.contentByteCount } }
  /// The size that the tensor has in its checkpoint, in bytes.
  public var sourceByteCount: Int { info.byteCount ?? 0 }
}
