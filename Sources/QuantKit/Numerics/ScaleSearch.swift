//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// Finds the scale with the least weighted squared error.
///
/// For each of a row of candidates the codes are rounded, and the scale that suits those codes best is the
/// quotient Σ h·w·q / Σ h·q², with which the error is Σ h·w² − (Σ h·w·q)² / Σ h·q². The scale with the least
/// error wins, the largest of equal ones. The codes are rounded anew with it, which lowers the error
/// further.
struct ScaleSearch: Sendable {
  /// The largest code that candidates aim at; the smallest is one below its negative.
  let maximumCode: Int

  /// How far candidates go: from all of max |w| / maximumCode down to this share of it.
  private static let smallestShare: Float = 0.4
  private static let candidateCount = 49

  /// The scale for a group of weights.
  ///
  /// - Parameters:
  ///   - weights: Finite.
  ///   - importance: What the squared error of each counts, not negative; of equal length.
  /// - Returns: The scale; 0 where all weights are 0.
  func scale(of weights: ArraySlice<Float>, importance: ArraySlice<Float>) -> Float {
    precondition(weights.count == importance.count, "one importance for each weight")
    let largest = weights.reduce(0) { max($0, $1.magnitude) }
    let start = largest / Float(maximumCode)
    guard start > 0, 1 / start < .infinity else { return start }
    var best = (scale: start, gain: -Double.infinity)
    for candidate in 0..<Self.candidateCount {
      let share =
        1 - Float(candidate) / Float(Self.candidateCount - 1) * (1 - Self.smallestShare)
      let sums = sums(of: weights, importance: importance, scale: start * share)
      guard sums.codes > 0 else { continue }
      let gain = sums.products * sums.products / sums.codes
      if gain > best.gain { best = (Float(sums.products / sums.codes), gain) }
    }
    return best.scale > 0 && best.scale.isFinite ? best.scale : start
  }

  /// Σ h·w·q and Σ h·q² of the codes that a scale gives, in eight lanes each.
  private func sums(
    of weights: ArraySlice<Float>,
    importance: ArraySlice<Float>,
    scale: Float
  ) -> (products: Double, codes: Double) {
    typealias Lanes = SIMD8<Float>
    let inverse = 1 / scale
    let lowest = Lanes(repeating: Float(-maximumCode - 1))
    let highest = Lanes(repeating: Float(maximumCode))
    // Adding and taking away 1.5 · 2²³ rounds to the nearest integer, ties to even.
    let magic = Lanes(repeating: 12_582_912)
    var (products, codes) = (Lanes.zero, Lanes.zero)
    unsafe weights.withUnsafeBufferPointer { weights in
      unsafe importance.withUnsafeBufferPointer { importance in
        var index = 0
        while index < weights.count {
          var (w, h) = (Lanes.zero, Lanes.zero)
          if index + 8 <= weights.count {
            let byteOffset = index * MemoryLayout<Float>.stride
            w = unsafe UnsafeRawBufferPointer(weights)
              .loadUnaligned(fromByteOffset: byteOffset, as: Lanes.self)
            h = unsafe UnsafeRawBufferPointer(importance)
              .loadUnaligned(fromByteOffset: byteOffset, as: Lanes.self)
          } else {
            for lane in 0..<weights.count - index {
              unsafe w[lane] = weights[index + lane]
              unsafe h[lane] = importance[index + lane]
            }
          }
          var quotient = w * inverse
          // Not `clamped`, which is a call.
          quotient.replace(with: lowest, where: quotient .< lowest)
          quotient.replace(with: highest, where: quotient .> highest)
          let q = (quotient + magic) - magic
          let hq = h * q
          products += hq * w
          codes += hq * q
          index += 8
        }
      }
    }
    return (Self.sum(products), Self.sum(codes))
  }

  private static func sum(_ lanes: SIMD8<Float>) -> Double {
    (0..<8).reduce(0.0) { $0 + Double(lanes[$1]) }
  }
}
