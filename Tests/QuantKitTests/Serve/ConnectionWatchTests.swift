//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import NIOCore
import NIOEmbedded
import Testing

@testable import serve

@Suite struct ConnectionWatchTests {
  private let channel = EmbeddedChannel(handler: ConnectionWatch(limit: .seconds(60)))

  init() throws { try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait() }

  private func setWritable(_ isWritable: Bool) {
    channel.isWritable = isWritable
    channel.pipeline.fireChannelWritabilityChanged()
  }

  @Test func clientThatDoesNotReadIsLetGo() {
    setWritable(false)
    channel.embeddedEventLoop.advanceTime(by: .seconds(59))
    #expect(channel.isActive)
    channel.embeddedEventLoop.advanceTime(by: .seconds(1))
    #expect(!channel.isActive)
  }

  @Test func clientThatReadsOnStays() throws {
    setWritable(false)
    channel.embeddedEventLoop.advanceTime(by: .seconds(59))
    setWritable(true)
    channel.embeddedEventLoop.advanceTime(by: .seconds(120))
    #expect(channel.isActive)
    // The time begins anew.
    setWritable(false)
    channel.embeddedEventLoop.advanceTime(by: .seconds(59))
    #expect(channel.isActive)
    try channel.close().wait()
  }
}
