//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

struct CancellationTests {
  @Test
  func throwsOnceItIsCancelled() throws {
    let cancellation = Cancellation()
    #expect(!cancellation.isCancelled)
    try cancellation.check()
    cancellation.cancel()
    cancellation.cancel()
    #expect(cancellation.isCancelled)
    #expect(throws: CancellationError.self) { try cancellation.check() }
  }
}
