//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import ArgumentParser
import Logging
import QuantKit
import Terminal

/// `serve MODEL`: answers requests over HTTP.
@main
struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Serves a model over HTTP: an interface like OpenAI's, and a page to chat on.",
    usage: "serve <model> [<options>]",
    discussion: """
      Prints the address when it listens. At / is the page, under /v1 the interface of OpenAI \
      (chat/completions, completions, models), at /health and /metrics what the server is doing. Requests go \
      through the model together and get what each would get alone. Ctrl-C or termination lets replies that \
      are being made come to their end; a second one ends at once.
      """,
    version: Program.version
  )

  static func main() async { await Program.run(Self.self) }

  @Argument(help: ArgumentHelp("A .qkit file, or a checkpoint folder.", valueName: "model"))
  var model: String

  @Option(
    help: ArgumentHelp(
      "A second model, which the page asks the same things side by side.",
      valueName: "model"
    )
  )
  var compare: String?

  @OptionGroup(title: "Service") var service: ServeOptions
  @OptionGroup(title: "Computation") var computation: ModelOptions
  @OptionGroup(title: "Log") var log: LogOptions

  func validate() throws {
    for path in [model] + (compare.map { [$0] } ?? []) { try Program.requireExisting(path) }
  }

  func run() async throws {
    let (requests, ending) = AsyncStream<Void>.makeStream()
    let cancellation = Cancellation()
    Signals.onInterrupt {
      cancellation.cancel()
      ending.yield()
    }
    let models = try loadModels(cancellation: cancellation)
    let server = HTTPServer(
      models: models,
      options: service,
      logger: log.logger,
      libraryLogger: log.libraryLogger
    )
    try await server.run(until: requests) { address in
      try? StandardOutput.write("listening on \(address)\n")
    }
  }

  private func loadModels(cancellation: Cancellation) throws -> ServedModels {
    let paths = [model] + (compare.map { [$0] } ?? [])
    let names = ServedModel.names(ofPaths: paths)
    let models = try zip(paths, names).map { path, name in
      try ServedModel(
        path: path,
        name: name,
        computation: computation,
        options: service.engineOptions,
        cancellation: cancellation
      )
    }
    return ServedModels(all: models)
  }
}
