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
internal import Synchronization

/// Where the signal handler writes.
///
/// Set before the handler is installed, which may use no more than an atomic value and system calls.
private let notifiedDescriptor = Atomic<Int32>(-1)
/// Where the handler of signals that concern the terminal's window writes.
private let windowDescriptor = Atomic<Int32>(-1)

extension SystemCalls {
  /// A signal that the programs deal with.
  enum Signal: CaseIterable {
    case interrupt, termination, hangUp, quit, stop, resumption, windowChange, brokenPipe
    case fileSizeLimit

    fileprivate init?(number: Int32) {
      guard let signal = Self.allCases.first(where: { $0.number == number }) else { return nil }
      self = signal
    }

    fileprivate var number: Int32 {
      switch self {
      case .interrupt: SIGINT
      case .termination: SIGTERM
      case .hangUp: SIGHUP
      case .quit: SIGQUIT
      case .stop: SIGTSTP
      case .resumption: SIGCONT
      case .windowChange: SIGWINCH
      case .brokenPipe: SIGPIPE
      case .fileSizeLimit: SIGXFSZ
      }
    }
  }

  /// Lets a signal have no effect.
  static func ignore(_ signal: Signal) { _ = setAction(SIG_IGN, for: signal.number) }

  /// Lets a signal do what it does to a program that does not care, unless it is ignored.
  static func restoreDefault(for signal: Signal) { setUnlessIgnored(SIG_DFL, for: signal) }

  /// Writes a byte to a pipe when the signal comes the first time; from then on it has its default effect.
  ///
  /// Does nothing for a signal that is ignored. One that is blocked is not any more: the threads of a pool
  /// have signals blocked, and a program that is started from one inherits that by accident. One pipe for
  /// the whole process.
  static func notifyOnce(of signal: Signal, through descriptor: Descriptor) {
    notifiedDescriptor.store(descriptor, ordering: .sequentiallyConsistent)
    setUnlessIgnored(
      { number in
        let errorNumber = errno
        _ = SystemCalls.setAction(SIG_DFL, for: number)
        SystemCalls.write(1, to: notifiedDescriptor.load(ordering: .sequentiallyConsistent))
        errno = errorNumber
      },
      for: signal
    )
    unblock(signal)
  }

  /// Writes the number of the signal to a pipe each time it comes.
  ///
  /// Otherwise as `notifyOnce(of:through:)`.
  static func notify(of signal: Signal, through descriptor: Descriptor) {
    notifiedDescriptor.store(descriptor, ordering: .sequentiallyConsistent)
    setUnlessIgnored(
      { number in
        let errorNumber = errno
        SystemCalls.write(
          UInt8(truncatingIfNeeded: number),
          to: notifiedDescriptor.load(ordering: .sequentiallyConsistent)
        )
        errno = errorNumber
      },
      for: signal
    )
    unblock(signal)
  }

  /// Writes a byte to a pipe each time the window has another size or the process goes on after a stop.
  static func notifyOfWindowChanges(through descriptor: Descriptor) {
    windowDescriptor.store(descriptor, ordering: .sequentiallyConsistent)
    for signal in [Signal.windowChange, .resumption] {
      setUnlessIgnored(
        { _ in
          let errorNumber = errno
          SystemCalls.write(1, to: windowDescriptor.load(ordering: .sequentiallyConsistent))
          errno = errorNumber
        },
        for: signal
      )
      unblock(signal)
    }
  }

  /// The signal of which `notify(of:through:)` wrote the number.
  static func signal(number: UInt8) -> Signal? { Signal(number: Int32(number)) }

  /// Sends a signal to the thread that calls, with the effect that it has by default: it has happened, or
  /// the process has gone on after it, when this returns.
  static func raiseByDefault(_ signal: Signal) {
    let action = setAction(SIG_DFL, for: signal.number)
    unblock(signal)
    _ = raise(signal.number)
    _ = setAction(action, for: signal.number)
  }

  private static func unblock(_ signal: Signal) {
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, signal.number)
    unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil)
  }

  /// A channel within the process.
  static func makePipe() throws(ErrorNumber) -> (reading: Descriptor, writing: Descriptor) {
    var descriptors: [Descriptor] = [-1, -1]
    _ = try retrying { Int(unsafe pipe(&descriptors)) }
    for descriptor in descriptors { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
    return (descriptors[0], descriptors[1])
  }

  private static func write(_ value: UInt8, to descriptor: Descriptor) {
    unsafe withUnsafeTemporaryAllocation(byteCount: 1, alignment: 1) { byte in
      unsafe byte[0] = value
      #if canImport(Darwin)
        _ = unsafe Darwin.write(descriptor, byte.baseAddress, 1)
      #elseif canImport(Musl)
        _ = unsafe Musl.write(descriptor, byte.baseAddress, 1)
      #else
        _ = unsafe Glibc.write(descriptor, byte.baseAddress, 1)
      #endif
    }
  }

  private typealias Action = @convention(c) (Int32) -> Void

  private static func setUnlessIgnored(_ action: Action?, for signal: Signal) {
    let previous = setAction(SIG_IGN, for: signal.number)
    let wasIgnored =
      unsafe unsafeBitCast(previous, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    if !wasIgnored { _ = setAction(action, for: signal.number) }
  }

  /// Says what a signal does from now on and returns what it did.
  private static func setAction(_ action: Action?, for number: Int32) -> Action? {
    #if canImport(Darwin)
      Darwin.signal(number, action)
    #elseif canImport(Musl)
      Musl.signal(number, action)
    #else
      Glibc.signal(number, action)
    #endif
  }
}
