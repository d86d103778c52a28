//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

internal import CQuantKernels

extension Kernels {
  /// output[token, row] = sum over columns of matrix[row, column] x input[token, column].
  ///
  /// - Parameters:
  ///   - matrices: Matrices of as many columns as the input has; their rows follow each other in the
  ///     output.
  ///   - input: [tokens, columns].
  ///   - scratch: Where the input is quantized for the matrices of codes; nil computes in float32.
  ///   - tokenCount: The number of rows of input and output in use.
  ///   - output: [tokens, rows of all matrices].
  func multiply(
    _ matrices: [WeightMatrix],
    by input: ActivationSlice,
    quantizingInto scratch: QuantizedActivations?,
    tokenCount: Int,
    into output: ActivationSlice
  ) {
    precondition(
      matrices.allSatisfy { $0.columns == input.columns.count }
        && matrices.reduce(0) { $0 + $1.rows } == output.columns.count
        && tokenCount <= min(input.rowCapacity, output.rowCapacity),
      "shapes that do not match"
    )
    var firstColumn = 0
    let targets = matrices.map { matrix in
      defer { firstColumn += matrix.rows }
      return Product(matrix, output.slice(columns: firstColumn..<firstColumn + matrix.rows))
    }
    // Nearly always all matrices are of one kind, and there is one round.
    for order in [nil] + ActivationOrder.allCases {
      let round = targets.filter { scratch == nil ? order == nil : $0.matrix.order == order }
      guard !round.isEmpty else { continue }
      if let scratch, let order {
        quantize(input, in: order, tokenCount: tokenCount, into: scratch)
        multiply(round, tokenCount: tokenCount) { matrix, rows, target in
          multiply(matrix, rows: rows, byQuantized: scratch, tokenCount: tokenCount, into: target)
        }
      } else {
        multiply(round, tokenCount: tokenCount) { matrix, rows, target in
          multiply(matrix, rows: rows, by: input, tokenCount: tokenCount, into: target)
        }
      }
      if scratch == nil { return }
    }
  }

  /// A matrix and the columns of the output that its rows become.
  private typealias Product = (matrix: WeightMatrix, output: ActivationSlice)

  /// Hands parts of the matrices' rows out to the threads.
  ///
  /// Parts are small enough that the threads finish together, and large enough that handing out costs
  /// nothing.
  private func multiply(
    _ products: [Product],
    tokenCount: Int,
    part: (_ matrix: WeightMatrix, _ rows: Range<Int>, _ output: ActivationSlice) -> Void
  ) {
    let rowCount = products.reduce(0) { $0 + $1.matrix.rows }
    let share = rowCount.dividedRoundingUp(by: pool.threadCount * 4)
    let length = max(16, share.dividedRoundingUp(by: 16) * 16)
    let partCounts = products.map { $0.matrix.rows.dividedRoundingUp(by: length) }
    pool.forEach(below: partCounts.reduce(0, +)) { index in
      var partIndex = index
      for (product, partCount) in zip(products, partCounts) {
        guard partIndex >= partCount else {
          let first = partIndex * length
          let rows = first..<min(first + length, product.matrix.rows)
          return part(product.matrix, rows, product.output)
        }
        partIndex -= partCount
      }
    }
  }

  /// Quantizes activations in groups of columns.
  func quantize(
    _ input: ActivationSlice,
    in order: ActivationOrder,
    tokenCount: Int,
    into output: QuantizedActivations
  ) {
    let columns = input.columns.count
    let groupCount = QuantizedActivations.groupCount(columns: columns)
    precondition(
      columns <= output.columnCapacity && tokenCount <= output.rowCapacity,
      "activations that do not fit"
    )
    forEachPart(ofTokens: tokenCount) { tokens in
      for token in tokens {
        let group = token * groupCount
        unsafe cquantkit_quantize_activations(
          instructionSet.isa,
          order.code,
          input.pointer(row: token),
          columns,
          output.codes + group * QuantizedActivations.groupLength,
          output.scales + group * QuantizedActivations.lanesPerGroup,
          output.sums + group * QuantizedActivations.lanesPerGroup
        )
      }
    }
  }

  /// Writes a row of a matrix as float32 into a row of activations.
  func widen(row: Int, of matrix: WeightMatrix, into output: ActivationSlice, at token: Int) {
    Self.widen(row: row, of: matrix, into: output, at: token, instructionSet: instructionSet)
  }

  /// Rows of a matrix as float32, scaled.
  func widened(_ matrix: WeightMatrix, rows: Range<Int>) -> ActivationMatrix {
    let result = ActivationMatrix(rowCapacity: rows.count, columns: matrix.columns)
    pool.forEach(below: rows.count) { index in
      widen(row: rows.lowerBound + index, of: matrix, into: result.slice, at: index)
    }
    return result
  }

  /// The same on the calling thread, without a pool.
  static func widen(
    row: Int,
    of matrix: WeightMatrix,
    into output: ActivationSlice,
    at token: Int,
    instructionSet: InstructionSet
  ) {
    precondition(row >= 0 && row < matrix.rows, "row out of range")
    precondition(output.columns.count == matrix.columns, "shapes that do not match")
    unsafe withMatrix(matrix) { pointer in
      unsafe cquantkit_widen_row(instructionSet.isa, pointer, row, output.pointer(row: token))
    }
  }

  private func multiply(
    _ matrix: WeightMatrix,
    rows: Range<Int>,
    by input: ActivationSlice,
    tokenCount: Int,
    into output: ActivationSlice
  ) {
    unsafe Self.withMatrix(matrix) { pointer in
      unsafe cquantkit_multiply(
        instructionSet.isa,
        pointer,
        cquantkit_row_range(first: rows.lowerBound, count: rows.count),
        input.pointer(row: 0),
        input.stride,
        tokenCount,
        product(output, firstRow: rows.lowerBound)
      )
    }
  }

  private func multiply(
    _ matrix: WeightMatrix,
    rows: Range<Int>,
    byQuantized input: QuantizedActivations,
    tokenCount: Int,
    into output: ActivationSlice
  ) {
    var activations = unsafe cquantkit_quantized_activations(
      codes: input.codes,
      scales: input.scales,
      sums: input.sums,
      group_count: QuantizedActivations.groupCount(columns: matrix.columns)
    )
    unsafe Self.withMatrix(matrix) { pointer in
      unsafe cquantkit_multiply_quantized(
        instructionSet.isa,
        pointer,
        cquantkit_row_range(first: rows.lowerBound, count: rows.count),
        &activations,
        tokenCount,
        product(output, firstRow: rows.lowerBound)
      )
    }
  }

  private func product(_ output: ActivationSlice, firstRow: Int) -> cquantkit_product {
    unsafe cquantkit_product(elements: output.pointer(row: 0) + firstRow, stride: output.stride)
  }

  private static func withMatrix(
    _ matrix: WeightMatrix,
    _ body: (UnsafePointer<cquantkit_matrix>) -> Void
  ) {
    unsafe matrix.storage.withUnsafeBytes { elements in
      var description = unsafe cquantkit_matrix(
        format: matrix.format.code,
        elements: elements.baseAddress,
        row_byte_count: matrix.rowByteCount,
        column_count: matrix.columns,
        scales: nil,
        group_scales: nil,
        group_length: 0
      )
      switch matrix.scales {
      case .none:
        unsafe body(&description)
      case .rows(let scales):
        unsafe scales.withUnsafeBufferPointer { scales in
          unsafe description.scales = scales.baseAddress
          unsafe body(&description)
        }
      case .groups(let scales, let length):
        unsafe scales.withUnsafeBufferPointer { scales in
          unsafe description.group_scales = scales.baseAddress
          unsafe description.group_length = length
          unsafe body(&description)
        }
      }
    }
  }
}

/// The order in which columns become codes; `CQuantKernels` defines which columns share a scale.
enum ActivationOrder: CaseIterable {
  /// Column after column.
  case plain
  /// Even columns apart from odd ones, as 4-bit codes unpack.
  case split
  /// As 8-bit codes unpack where groups of columns have scales.
  case transposed
  /// As 4-bit codes unpack where groups of columns have scales.
  case transposedSplit

  fileprivate var code: cquantkit_activation_order {
    switch self {
    case .plain: .plain
    case .split: .split
    case .transposed: .transposed
    case .transposedSplit: .transposed_split
    }
  }
}

extension WeightMatrix {
  /// The order of activations that are multiplied with codes; nil where elements are no codes.
  var order: ActivationOrder? {
    let hasGroups = if case .groups = scales { true } else { false }
    switch format {
    case .float32, .float16, .bfloat16: return nil
    case .int8: return hasGroups ? .transposed : .plain
    case .int4: return hasGroups ? .transposedSplit : .split
    }
  }
}

extension WeightMatrix.Format {
  /// The kernels' name for it.
  var code: cquantkit_weight_format {
    switch self {
    case .float32: .f32
    case .float16: .f16
    case .bfloat16: .bf16
    case .int8: .i8
    case .int4: .i4
    }
  }
}
