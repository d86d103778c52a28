//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

import ArgumentParser
import QuantKit
import Terminal

/// Options that decide over tensors one by one.
struct PlanOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Give rows codes of one step, in units of the root mean square of a row, instead of one that the largest \
      weight decides: 0.2 takes about 4.4 bits a weight in the file, twice as much one bit less.
      """,
      valueName: "step"
    )
  )
  var step: Double?

  @Option(
    help: ArgumentHelp(
      """
      Measure how much each matrix matters and choose steps with which a weight of the quantized tensors takes so \
      many bits in the file.
      """,
      valueName: "bits"
    )
  )
  var targetBits: Double?

  @Option(
    help: ArgumentHelp(
      "Choose steps for a file of this size: 4.5GB, 700MiB; a little less is left over.",
      valueName: "size"
    )
  )
  var targetSize: ByteSize?

  @Option(
    help: ArgumentHelp(
      """
      Likewise choose int8 or int4, by rows or in groups, with which a weight of the layers takes so many bits in \
      memory when the model runs.
      """,
      valueName: "bits"
    )
  )
  var targetMemoryBits: Double?

  @Option(
    help: ArgumentHelp(
      """
      A JSON file that says for tensors or patterns what becomes of them: int8, int4, int4-group32 and the like, \
      keep, or rate with a step; the rest is as the other options say.
      """,
      valueName: "file"
    )
  )
  var plan: String?

  @Option(
    help: ArgumentHelp(
      "Write what becomes of every matrix to a file that --plan takes.",
      valueName: "file"
    )
  )
  var writePlan: String?

  func validate() throws {
    let chosen = [
      ("--step", step != nil), ("--target-bits", targetBits != nil),
      ("--target-size", targetSize != nil), ("--target-memory-bits", targetMemoryBits != nil),
    ].filter(\.1).map(\.0)
    guard chosen.count <= 1 else {
      throw ValidationError("\(chosen[0]) and \(chosen[1]) choose the same; give one of them")
    }
    if let step, !Recipe.stepRange.contains(step) {
      throw ValidationError(
        "--step must be between \(Recipe.stepRange.lowerBound) and \(Recipe.stepRange.upperBound), not \(step)"
      )
    }
    for (name, bits) in [
      ("--target-bits", targetBits), ("--target-memory-bits", targetMemoryBits),
    ] {
      if let bits, !(0.5...16).contains(bits) {
        throw ValidationError("\(name) must be between 0.5 and 16, not \(bits)")
      }
    }
  }

  /// Checks options that leave nothing to choose.
  func validate(bits: Int, groupSize: Int?, scales: ScaleChoice) throws {
    if targetMemoryBits != nil {
      guard bits == 8, groupSize == nil else {
        throw ValidationError(
          "--target-memory-bits chooses width and groups for each matrix; leave out --bits and --group-size"
        )
      }
      return
    }
    guard step != nil || target != nil else { return }
    guard bits == 8 else {
      throw ValidationError(
        "--bits \(bits) gives codes of \(bits) bits, steps give 8-bit codes that compress; leave one of them out"
      )
    }
    guard groupSize == nil else {
      throw ValidationError("--group-size and steps both choose the scales; leave one of them out")
    }
    guard scales == .absmax else {
      throw ValidationError("--scales \(scales.rawValue) and steps both choose the scales of rows")
    }
  }

  private var target: AllocationJob.Target? {
    targetBits.map { .bitsPerWeight($0) } ?? targetSize.map { .fileByteCount($0.byteCount) }
      ?? targetMemoryBits.map { .memoryBitsPerWeight($0) }
  }

  /// Puts into a recipe what these options say; measures where a target is given.
  ///
  /// - Parameters:
  ///   - options: How the checkpoint will be quantized; receives the recipe.
  ///   - checkpoint: The checkpoint's folder.
  ///   - isQuiet: Whether nothing is printed.
  /// - Throws: `PlanError`, `FileError`; what opening a checkpoint and measuring throw.
  func apply(to options: inout QuantizeOptions, checkpoint: String, isQuiet: Bool) throws {
    if let step { options.recipe = options.recipe.stepping(by: step) }
    if let plan {
      let file = try PlanFile(path: plan)
      try file.check(forCheckpoint: checkpoint)
      options.recipe = file.applied(to: options.recipe)
    }
    guard let target else { return }
    let job = try AllocationJob(checkpoint: checkpoint, options: options, target: target)
    if !isQuiet {
      let memory = Quantities.bytes(try job.memoryByteCount)
      Console.report("measuring what each matrix matters, with about \(memory) of memory\n")
    }
    let bar = ProgressBar(label: "measuring", unit: .pieces)
    defer { bar.finish() }
    let allocation = try job.run(cancellation: Program.cancellationOnInterrupt()) { share in
      if !isQuiet { bar.update(Int(1000 * share), of: 1000) }
    }
    bar.finish()
    options.recipe = allocation.recipe
    if !isQuiet {
      let choice =
        targetMemoryBits == nil
        ? "steps for about \(Quantities.fixed(allocation.bitsPerWeight, decimals: 2)) bits a weight"
        : "schemes for \(Quantities.fixed(allocation.memoryBitsPerWeight, decimals: 2)) bits a weight of the layers in memory"
      Console.report(
        "chose \(choice) and about \(Quantities.bytes(allocation.byteCount)); "
          + "rounding to the nearest codes, the divergence would be about "
          + "\(Quantities.significant(allocation.divergence)) nats\n"
      )
    }
  }

  /// Writes the plan where one is asked for.
  func write(_ plan: QuantizePlan, replacing: Bool) throws {
    guard let writePlan else { return }
    try FileSystem.write(
      Array(PlanFile.text(for: plan).utf8),
      to: writePlan,
      replacing: replacing
    )
  }
}
