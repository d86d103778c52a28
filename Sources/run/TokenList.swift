//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import ArgumentParser

/// Token ids as `1,2,3`.
struct TokenList: ExpressibleByArgument {
  let tokens: [Int]

  init(_ tokens: [Int]) { self.tokens = tokens }

  init?(argument: String) {
    let parts = argument.split(separator: ",", omittingEmptySubsequences: false)
    let tokens = parts.compactMap { part in
      Int(String(part.drop { $0 == " " }))
    }
    guard tokens.count == parts.count, tokens.allSatisfy({ $0 >= 0 }) else { return nil }
    self.tokens = tokens
  }

  var defaultValueDescription: String { tokens.map(String.init).joined(separator: ",") }
}
