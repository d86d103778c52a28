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

extension SystemCalls {
  /// The largest resident size of this process so far, in bytes.
  static var peakResidentByteCount: Int {
    var usage = rusage()
    #if canImport(Darwin)
      guard unsafe getrusage(RUSAGE_SELF, &usage) == 0 else { return 0 }
      return usage.ru_maxrss
    #else
      guard unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage) == 0 else { return 0 }
      return usage.ru_maxrss * 1024
    #endif
  }

  /// The resident size of this process now, in bytes; nil where the system does not tell.
  static var residentByteCount: Int? {
    #if os(Linux)
      guard let descriptor = try? openForReading("/proc/self/statm") else { return nil }
      defer { closeDescriptor(descriptor) }
      // Seven numbers in pages: all of the address space, the resident part, and others.
      let text = unsafe withUnsafeTemporaryAllocation(byteCount: 256, alignment: 1) { buffer in
        let count = (try? unsafe read(descriptor, at: 0, into: buffer)) ?? 0
        return unsafe String(decoding: buffer.prefix(count), as: UTF8.self)
      }
      guard let pages = text.split(separator: " ").dropFirst().first.flatMap({ Int($0) }) else {
        return nil
      }
      return pages * sysconf(Int32(_SC_PAGESIZE))
    #else
      return nil
    #endif
  }

  /// Whole seconds since the beginning of 1970.
  static var secondsSince1970: Int { time(nil) }

  /// The number of processors that are online.
  static var processorCount: Int {
    max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  }

  /// Asks the system to back memory with huge pages; where it has none, nothing changes.
  static func adviseHugePages(_ memory: UnsafeRawBufferPointer) {
    #if os(Linux)
      guard let base = memory.baseAddress else { return }
      _ = unsafe madvise(UnsafeMutableRawPointer(mutating: base), memory.count, MADV_HUGEPAGE)
    #endif
  }

  /// The value of an environment variable, or nil when it is not set.
  static func environmentValue(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }
}
