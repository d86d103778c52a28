//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import Foundation

/// Lets the calling thread sleep.
func pause(milliseconds: Int) { Thread.sleep(forTimeInterval: Double(milliseconds) / 1_000) }
