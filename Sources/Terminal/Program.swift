//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

package import ArgumentParser
package import QuantKit

/// How the programs start, fail and stop.
package enum Program {
  /// The version of the package, as `--version` prints it.
  package static var version: String { ToolVersion.text }

  /// Runs a program whose main form takes options beside its sub-commands.
  ///
  /// ArgumentParser would hide the main form's options behind a default sub-command, and let the main
  /// form swallow options that a sub-command shares with it. So the first word alone decides: when it
  /// names a sub-command, the rest is that sub-command's; otherwise everything is the main form's.
  ///
  /// - Parameters:
  ///   - main: The main form; its command name is the program's.
  ///   - subcommands: Commands named `<program> <word>`.
  package static func run(_ main: any ParsableCommand.Type, subcommands: [any ParsableCommand.Type])
    -> Never
  {
    Allocator.limitReservations()
    var arguments = Array(CommandLine.arguments.dropFirst())
    if arguments.first == "help" {
      arguments.removeFirst()
      arguments.append("--help")
    }
    if let word = arguments.first, let command = subcommands.first(where: { $0.word == word }) {
      start(command, arguments: Array(arguments.dropFirst()), helpSuffix: "")
    }
    start(main, arguments: arguments, helpSuffix: overview(of: subcommands))
  }

  /// Runs a program that has no sub-commands and works on several things at a time.
  package static func run(_ command: any AsyncParsableCommand.Type) async -> Never {
    Allocator.limitReservations()
    let arguments = prepare(command, arguments: Array(CommandLine.arguments.dropFirst()))
    do {
      var parsed = try command.parseAsRoot(arguments)
      if var parsed = parsed as? any AsyncParsableCommand {
        try await parsed.run()
      } else {
        try parsed.run()
      }
    } catch {
      stop(command, after: error)
    }
    finish(printing: nil)
  }

  /// Checks that something stands at the path that a main form was given.
  ///
  /// - Parameters:
  ///   - path: The main form's first argument.
  ///   - subcommands: What a mistyped sub-command may have meant.
  /// - Throws: `ValidationError` when nothing stands there.
  package static func requireExisting(
    _ path: String,
    orSubcommandOf subcommands: [any ParsableCommand.Type] = []
  ) throws {
    guard FileSystem.kind(of: path) == .nothing else { return }
    guard !path.contains("/"), !subcommands.isEmpty else {
      throw ValidationError("'\(path)' does not exist")
    }
    let words = subcommands.map { $0.word }.joined(separator: ", ")
    throw ValidationError("'\(path)' is neither a path that exists nor a sub-command (\(words))")
  }

  /// Checks a count of threads given on the command line.
  package static func validate(threads: Int?) throws {
    guard let threads, !(1...1024).contains(threads) else { return }
    throw ValidationError("--threads must be between 1 and 1024, not \(threads)")
  }

  /// Checks a kernel set given on the command line.
  package static func validate(kernels: InstructionSet?) throws {
    guard let kernels, !kernels.isSupported else { return }
    let usable = InstructionSet.allCases.filter(\.isSupported).map(\.rawValue)
    throw ValidationError(
      "this processor cannot run the kernels '\(kernels.rawValue)', only "
        + usable.joined(separator: ", ")
    )
  }

  /// A request to stop that Ctrl-C makes; pressed again, Ctrl-C ends the program at once.
  package static func cancellationOnInterrupt() -> Cancellation {
    let cancellation = Cancellation()
    Signals.onInterrupt { cancellation.cancel() }
    return cancellation
  }

  private static func start(
    _ command: any ParsableCommand.Type,
    arguments: [String],
    helpSuffix: String
  ) -> Never {
    let arguments = prepare(command, arguments: arguments, helpSuffix: helpSuffix)
    do {
      var parsed = try command.parseAsRoot(arguments)
      try parsed.run()
    } catch {
      stop(command, after: error)
    }
    finish(printing: nil)
  }

  /// Makes the process fit for work, and answers where help is asked for.
  private static func prepare(
    _ command: any ParsableCommand.Type,
    arguments: [String],
    helpSuffix: String = ""
  ) -> [String] {
    StandardStreams.reserve()
    Signals.makeWritesFail()
    let options = arguments.prefix { $0 != "--" }
    if options.contains("--help") || options.contains("-h") {
      finish(printing: help(for: command, suffix: helpSuffix))
    }
    return arguments
  }

  private static func help(for command: any ParsableCommand.Type, suffix: String) -> String {
    var text = command.helpMessage(columns: StandardOutput.columnCount)
    while text.last == "\n" { text.removeLast() }
    return text + suffix
  }

  private static func finish(printing text: String?) -> Never {
    let isWritten = text.map { (try? StandardOutput.write($0 + "\n")) != nil } ?? true
    exit(isWritten ? 0 : ExitCode.failure.rawValue)
  }

  /// Ends the program with a status and no further output.
  private static func exit(_ status: Int32) -> Never {
    EmptyCommand.exit(withError: ExitCode(status))
  }

  private static func stop(_ command: any ParsableCommand.Type, after error: any Error) -> Never {
    if error is CancellationError {
      Console.report("interrupted\n")
      exit(interruptedStatus)
    }
    if let error = error as? FileError, error.code == .brokenPipe {
      exit(brokenPipeStatus)
    }
    let status = command.exitCode(for: error).rawValue
    let message = command.fullMessage(for: error, columns: StandardError.columnCount)
    if status == 0 { finish(printing: message) }
    if !message.isEmpty { Console.report(message + "\n") }
    exit(status)
  }

  /// The status of a program that Ctrl-C ended, as shells count it: 128 + SIGINT.
  private static let interruptedStatus: Int32 = 130
  /// The status of a program whose reader went away: 128 + SIGPIPE.
  private static let brokenPipeStatus: Int32 = 141

  private static func overview(of subcommands: [any ParsableCommand.Type]) -> String {
    guard !subcommands.isEmpty else { return "" }
    let width = subcommands.map { $0.word.count }.max() ?? 0
    let lines = subcommands.map { command in
      let padding = String(repeating: " ", count: width - command.word.count)
      return "  \(command.word)\(padding)  \(command.configuration.abstract)"
    }
    let name = subcommands[0].configuration.commandName?.split(separator: " ").first ?? ""
    return "\n\nSUBCOMMANDS:\n" + lines.joined(separator: "\n")
      + "\n\n  See '\(name) <subcommand> --help' for their options."
  }
}

extension ParsableCommand {
  /// The word that selects a sub-command: the last one of its name.
  fileprivate static var word: String {
    configuration.commandName?.split(separator: " ").last.map(String.init) ?? ""
  }
}

/// Lends `exit(withError:)` to code that has no command at hand.
private struct EmptyCommand: ParsableCommand {}
