//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension ModelError {
  /// `position` is the token's place in the sequence, from 0.
  static func notFinite(
    _ finding: ActivationMonitor.Finding,
    position: Int,
    keyValueFormat: KeyValueFormat,
    path: String
  ) -> ModelError {
    let place = finding.layer.map { "layer \($0): " } ?? ""
    let value = finding.value.isNaN ? "NaN" : finding.value > 0 ? "infinity" : "minus infinity"
    // What went into it was finite, so either it was too large for the format or the sum was.
    let remedy =
      finding.operation == ActivationMonitor.attention && keyValueFormat != .f32
      ? "pass --kv f32, whose range is larger"
      : "check the file with 'inspect verify'; if it is sound, its weights are not: get the model again"
    return ModelError(
      code: .notFinite,
      path: path,
      message: """
        cannot run \(path.quoted): \(place)\(finding.operation) gave \(value), a value that is not finite, at \
        position \(position); \(remedy)
        """
    )
  }

  /// The values were finite when they were computed again.
  static func notRepeatable(path: String) -> ModelError {
    ModelError(
      code: .notFinite,
      path: path,
      message: """
        cannot run \(path.quoted): a result was not finite but was when it was computed again; this machine's \
        memory or processor may be at fault
        """
    )
  }
}
