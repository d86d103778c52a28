//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Hummingbird
import HummingbirdCore
import Logging
import NIOCore
import QuantKit
import ServiceLifecycle

/// Listens, and answers until it is asked to end.
struct HTTPServer: Sendable {
  let models: ServedModels
  let options: ServeOptions
  let logger: Logger
  let libraryLogger: Logger

  /// Runs until the first of `requests` comes and replies that were begun have ended, or the grace period has.
  ///
  /// - Parameters:
  ///   - requests: To end.
  ///   - listening: Called with the address when the server listens.
  /// - Throws: `ListeningError` when it cannot.
  func run(
    until requests: AsyncStream<Void>,
    listening: @escaping @Sendable (String) -> Void
  ) async throws {
    if options.key == nil, !HostCheck.isLoopback(options.host) {
      logger.warning(
        "others can reach this address and no API key is set: anyone may use the server"
      )
    }
    let application = Application(
      router: routes.router(),
      server: .http1(configuration: channelConfiguration),
      configuration: ApplicationConfiguration(
        address: .hostname(options.host, port: options.port),
        serverName: nil,
        availableConnectionsDelegate: MaximumAvailableConnections(
          RequestLimits.connectionCount,
          logger: libraryLogger
        )
      ),
      onServerRunning: { [options] channel in
        listening(Self.address(host: options.host, port: channel.localAddress?.port))
      },
      logger: libraryLogger
    )
    var configuration = ServiceGroupConfiguration(services: [application], logger: libraryLogger)
    configuration.maximumGracefulShutdownDuration = .seconds(options.gracePeriod)
    let group = ServiceGroup(configuration: configuration)
    let ending = Task { [logger] in
      for await _ in requests {
        logger.notice("ending when the replies are complete; a second signal ends at once")
        await group.triggerGracefulShutdown()
      }
    }
    defer { ending.cancel() }
    do {
      try await group.run()
    } catch let error as IOError {
      throw ListeningError(options: options, error: error)
    }
  }

  private var routes: ServerRoutes {
    ServerRoutes(
      models: models,
      limits: options.limits,
      host: options.host,
      key: options.key,
      allowedOrigin: options.allowOrigin,
      logger: logger
    )
  }

  private var channelConfiguration: HTTP1Channel.Configuration {
    HTTP1Channel.Configuration(
      additionalChannelHandlers: [
        ConnectionWatch(limit: TimeAmount(RequestLimits.stallDuration))
      ],
      idleTimeout: TimeAmount(RequestLimits.idleDuration),
      httpDecoderConfiguration: .init(
        maxHeaderFieldSize: RequestLimits.headByteCount,
        maxHeaderListSize: RequestLimits.headByteCount,
        maxHeaderFieldCount: 100
      )
    )
  }

  /// The address for a browser.
  static func address(host: String, port: Int?) -> String {
    let name = host.contains(":") ? "[\(host)]" : host
    return "http://\(name):\(port ?? 0)"
  }
}

/// Why the server cannot listen.
struct ListeningError: Error, CustomStringConvertible {
  let description: String

  init(options: ServeOptions, error: IOError) {
    description =
      "cannot listen on \(options.host):\(options.port): "
      + "\(SystemErrorText.text(ofNumber: error.errnoCode)); choose another --host or --port"
  }
}
