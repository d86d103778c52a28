//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Testing

@testable import QuantKit

@Suite struct RunSessionTests {
  private struct Progress: Equatable {
    let byteCount: Int
    let total: Int
  }

  // One with a head of its own, and one whose head is the embedding.
  @Test(arguments: [Fixtures.demo("checkpoint"), Fixtures.path("models/llama-tiny")])
  func progressReachesTheEnd(path: String) throws {
    let steps = Locked<[Progress]>([])
    _ = try RunSession(path: path) { byteCount, total in
      steps.withLock { $0.append(Progress(byteCount: byteCount, total: total)) }
    }
    let found = steps.withLock { $0 }
    let total = try ModelSource(path: path).weightByteCount
    #expect(found.last == Progress(byteCount: total, total: total))
    #expect(zip(found, found.dropFirst()).allSatisfy { $0.byteCount <= $1.byteCount })
    #expect(found.allSatisfy { $0.total == total && $0.byteCount <= total })
  }

  @Test func defaultSettingsAreTheModels() throws {
    let settings = try RunSession(path: Fixtures.demo("checkpoint")).defaultSettings()
    #expect(settings.temperature == 0.3 && settings.topP == 0.85)
    #expect(settings.maximumTokenCount == 256)
  }
}
