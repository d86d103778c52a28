//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Where a model's weights come from.
protocol WeightSource: Sendable {
  /// The file or folder, for messages.
  var path: String { get }

  /// What is known of a tensor, or nil when there is none of that name.
  ///
  /// For a quantized tensor the type is that of the original.
  func info(of name: String) -> TensorInfo?

  /// Whether a tensor is stored with its rows divided by their lengths, unlike the original.
  func hasNormalizedRows(_ name: String) -> Bool

  /// Reads a tensor of two dimensions.
  ///
  /// - Parameters:
  ///   - name: A tensor for which there is `info`.
  ///   - pool: The threads to read and decode on, which nobody uses meanwhile; nil for the calling thread
  ///     alone.
  /// - Returns: The matrix, quantized if it is stored so.
  /// - Throws: The source's errors for what cannot be read.
  func matrix(named name: String, pool: ThreadPool?) throws -> WeightMatrix

  /// Reads a tensor of one dimension as float32.
  ///
  /// - Parameter name: A tensor for which there is `info`.
  /// - Returns: Its elements.
  /// - Throws: The source's errors for what cannot be read.
  func vector(named name: String) throws -> [Float]
}
