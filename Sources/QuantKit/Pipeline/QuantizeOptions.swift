//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// How a checkpoint is quantized.
public struct QuantizeOptions: Sendable {
  /// The width of the codes, for the layers where the recipe leaves it open.
  public var width: Recipe.Width
  /// Which tensors are quantized.
  public var recipe: Recipe
  /// Threads to use; nil for all processors; never changes the bytes.
  public var threadCount: Int?
  /// Zstandard level, 1 to 19.
  public var compressionLevel: Int
  /// Whether an existing output may be replaced.
  public var isReplacing: Bool
  /// Whether to go on with what an interrupted run left beside the output, where there is something.
  public var isResuming: Bool
  /// Whether the finished file is read back and checked before it gets its name.
  public var isVerifying: Bool
  /// Whether the SHA-256 of every file of the checkpoint goes into the file.
  public var hashesSources: Bool
  /// How the scales of rows are found where nothing is calibrated; rows that are normalized keep absmax.
  public var scales: ScaleChoice
  /// What the matrices of the layers are rounded for; nil to round every weight to its nearest code.
  public var calibration: CalibrationOptions?
  /// The kernels to use; they change the bytes only of what is calibrated.
  public var instructionSet: InstructionSet

  /// Options, by default those of the `quantize` program.
  public init(
    width: Recipe.Width = .eight,
    recipe: Recipe = .reference,
    threadCount: Int? = nil,
    compressionLevel: Int = 1,
    isReplacing: Bool = false,
    isResuming: Bool = false,
    isVerifying: Bool = true,
    hashesSources: Bool = false,
    scales: ScaleChoice = .absmax,
    calibration: CalibrationOptions? = nil,
    instructionSet: InstructionSet = .best
  ) {
    self.width = width
    self.recipe = recipe
    self.threadCount = threadCount
    self.compressionLevel = compressionLevel
    self.isReplacing = isReplacing
    self.isResuming = isResuming
    self.isVerifying = isVerifying
    self.hashesSources = hashesSources
    self.scales = scales
    self.calibration = calibration
    self.instructionSet = instructionSet
  }
}
