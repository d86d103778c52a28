//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Foundation
import Testing

/// A connection to a server on this machine, with nothing between the test and the bytes.
final class TestConnection {
  private let descriptor: Int32
  private var isOpen = true

  /// Connects; nothing takes longer than a minute.
  init(port: Int) throws {
    #if os(Linux)
      descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    try #require(descriptor >= 0)
    var limit = timeval(tv_sec: 60, tv_usec: 0)
    unsafe setsockopt(
      descriptor,
      SOL_SOCKET,
      SO_RCVTIMEO,
      &limit,
      socklen_t(MemoryLayout<timeval>.size)
    )
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    let result = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else {
      close()
      throw ConnectionRefused()
    }
  }

  deinit { close() }

  struct ConnectionRefused: Error {}

  func close() {
    if isOpen { _ = Foundation.close(descriptor) }
    isOpen = false
  }

  /// Sends a text; a server that does not want the rest of it is no error.
  func send(_ text: String) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = unsafe rest.withUnsafeBytes {
        unsafe Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      if count <= 0 { return }
      rest = rest.dropFirst(count)
    }
  }

  /// Waits for bytes; none at the end.
  func receive() -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = unsafe buffer.withUnsafeMutableBytes {
      unsafe recv(descriptor, $0.baseAddress, $0.count, 0)
    }
    return Array(buffer.prefix(max(0, count)))
  }

  /// Waits until a text has come, and returns all until then.
  func receive(until text: String) -> String {
    var bytes: [UInt8] = []
    while true {
      let part = receive()
      bytes += part
      let found = String(decoding: bytes, as: UTF8.self)
      if part.isEmpty || found.contains(text) { return found }
    }
  }

  /// Waits for the end.
  func receiveAll() -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      let part = receive()
      if part.isEmpty { return bytes }
      bytes += part
    }
  }
}
