//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

@testable import QuantKit

/// A value that any thread may change.
///
/// The standard library's `Mutex` would do, but the thread sanitizer does not understand it.
final class Locked<Value>: @unchecked Sendable {
  private let lock = ConditionLock()
  private var value: Value

  init(_ value: Value) { self.value = value }

  func withLock<Result>(_ body: (inout Value) -> Result) -> Result {
    lock.withLock { body(&value) }
  }
}
