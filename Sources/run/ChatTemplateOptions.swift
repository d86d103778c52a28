//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import ArgumentParser
import QuantKit

/// What the chat template is told besides the messages.
struct ChatTemplateOptions: ParsableArguments {
  @Flag(
    inversion: .prefixedNo,
    help: "Whether the model thinks before it answers (default: as its chat template has it)."
  )
  var thinking: Bool?

  @Option(
    help: ArgumentHelp(
      "What the chat template takes for today (default: no date, or the template's own).",
      valueName: "yyyy-mm-dd"
    ),
    transform: { text in
      guard let date = CalendarDate(text) else {
        throw ValidationError("--date must be a day such as 2024-07-26, not '\(text)'")
      }
      return date
    }
  )
  var date: CalendarDate?

  var isGiven: Bool { thinking != nil || date != nil }

  var options: ChatOptions { ChatOptions(isThinking: thinking, date: date) }
}
