//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

extension Collection<Float> {
  /// log Σ exp(x), summed in double precision relative to the largest element, so that nothing overflows; a logit
  /// less this is the natural logarithm of its softmax probability.
  var logSumExp: Double {
    let largest = Double(self.max() ?? 0)
    let sum = reduce(0.0) { $0 + ElementaryFunctions.exp(Double($1) - largest) }
    return largest + ElementaryFunctions.log(sum)
  }
}
