//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

#if canImport(Darwin)
  internal import Darwin
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Glibc
#endif

/// A mutual exclusion lock together with a condition that threads wait for while they give it up.
///
/// The standard library's `Mutex` has no way to wait.
@safe
final class ConditionLock: Sendable {
  // The pointers never change and POSIX makes every use of what they point to thread-safe.
  private nonisolated(unsafe) let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private nonisolated(unsafe) let condition: UnsafeMutablePointer<pthread_cond_t>

  init() {
    unsafe mutex = .allocate(capacity: 1)
    unsafe condition = .allocate(capacity: 1)
    unsafe pthread_mutex_init(mutex, nil)
    unsafe pthread_cond_init(condition, nil)
  }

  deinit {
    unsafe pthread_cond_destroy(condition)
    unsafe pthread_mutex_destroy(mutex)
    unsafe condition.deallocate()
    unsafe mutex.deallocate()
  }

  /// Runs `body` while holding the lock.
  func withLock<Result, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    return try body()
  }

  /// Gives up the lock, waits for `wakeAll` and takes the lock again; only inside `withLock`.
  ///
  /// Returns without a cause at times: check what is waited for in a loop.
  func wait() { unsafe pthread_cond_wait(condition, mutex) }

  /// Wakes all waiting threads.
  func wakeAll() { unsafe pthread_cond_broadcast(condition) }
}
