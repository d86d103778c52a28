//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// What a chat template is told besides the conversation.
public struct ChatOptions: Sendable, Equatable {
  /// Whether the model thinks before it answers, the template's `enable_thinking`.
  ///
  /// Nil leaves it to the template; anything else is only for templates that look at it.
  public var isThinking: Bool?
  /// What the template takes for today.
  ///
  /// Nil gives it no date: some templates then write a fixed one, so that a prompt is the same on every
  /// day.
  public var date: CalendarDate?

  /// Options, by default all left to the template.
  public init(isThinking: Bool? = nil, date: CalendarDate? = nil) {
    self.isThinking = isThinking
    self.date = date
  }
}
