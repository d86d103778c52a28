//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

package import QuantKit

extension JSON {
  /// The indented text with a line break at the end.
  package var text: String { String(decoding: prettyPrinted(), as: UTF8.self) }
}
