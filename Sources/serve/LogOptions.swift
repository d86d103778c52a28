//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

public import ArgumentParser
public import Logging

/// What is logged.
struct LogOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "What to log to standard error: trace, debug, info, notice, warning, error or critical.",
      valueName: "level"
    )
  )
  var logLevel: Logger.Level = .info

  /// The server's own log.
  var logger: Logger { logger(label: "serve", level: logLevel) }

  /// The log of the libraries beneath, which say as errors what the program says itself.
  var libraryLogger: Logger {
    logger(label: "http", level: logLevel < .info ? logLevel : .critical)
  }

  private func logger(label: String, level: Logger.Level) -> Logger {
    var logger = Logger(label: label) { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = level
    return logger
  }
}

extension Logger.Level: @retroactive ExpressibleByArgument {}
