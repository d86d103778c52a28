//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

/// The feed-forward block: down(SiLU(gate(x)) x up(x)).
struct GatedMLP: Sendable {
  /// Gate and up side by side.
  let gateUp: Projection
  let down: Projection

  /// Turns `normalized` into `branch`.
  func callAsFunction(_ pass: ForwardPass) {
    let workspace = pass.workspace
    let width = workspace.gateUp.columns / 2
    let gate = workspace.gateUp.slice(columns: 0..<width)
    let up = workspace.gateUp.slice(columns: width..<2 * width)
    gateUp(
      workspace.normalized.slice,
      into: workspace.gateUp.slice,
      tokenCount: pass.tokenCount,
      in: pass
    )
    pass.kernels.multiplySiLU(of: gate, by: up, tokenCount: pass.tokenCount)
    pass.monitor?.inspect(gate, of: "SiLU(gate_proj) x up_proj")
    down(gate, into: workspace.branch.slice, tokenCount: pass.tokenCount, in: pass)
  }

  var byteCount: Int { gateUp.byteCount + down.byteCount }
}
