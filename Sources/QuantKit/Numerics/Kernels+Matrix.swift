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
    let usesCodes = scratch != nil && matrices.contains { $0.format.isCoded }
    if let scratch, usesCodes { quantize(input, tokenCount: tokenCount, into: scratch) }

    var firstColumn = 0
    let jobs = matrices.flatMap { matrix in
      defer { firstColumn += matrix.rows }
      let target = output.slice(columns: firstColumn..<firstColumn + matrix.rows)
      return chunks(of: matrix, tokenCount: tokenCount).map { (matrix, target, $0) }
    }
    pool.forEach(below: jobs.count) { index in
      let (matrix, target, rows) = jobs[index]
      if let scratch, matrix.format.isCoded {
        multiply(matrix, rows: rows, byQuantized: scratch, tokenCount: tokenCount, into: target)
      } else {
        multiply(matrix, rows: rows, by: input, tokenCount: tokenCount, into: target)
      }
    }
  }

  /// Quantizes activations in blocks of columns.
  func quantize(
    _ input: ActivationSlice,
    tokenCount: Int,
    into output: QuantizedActivations
  ) {
    let columns = input.columns.count
    let stride = QuantizedActivations.stride(columns: columns)
    precondition(
      columns <= output.columnCapacity && tokenCount <= output.rowCapacity,
      "activations that do not fit"
    )
    forEachPart(ofTokens: tokenCount) { tokens in
      for token in tokens {
        unsafe cquantkit_quantize_activations(
          instructionSet.isa,
          input.pointer(row: token),
          columns,
          output.codes + token * stride,
          output.scales + token * (stride / Self.activationBlockLength)
        )
      }
    }
  }

  /// Writes a row of a matrix as float32 into a row of activations.
  func widen(row: Int, of matrix: WeightMatrix, into output: ActivationSlice, at token: Int) {
    precondition(row >= 0 && row < matrix.rows, "row out of range")
    precondition(output.columns.count == matrix.columns, "shapes that do not match")
    unsafe withMatrix(matrix) { pointer in
      unsafe cquantkit_widen_row(instructionSet.isa, pointer, row, output.pointer(row: token))
    }
  }

  /// Parts of a matrix's rows that threads take in turn.
  ///
  /// Small enough that the threads finish together, large enough that handing out costs nothing.
  private func chunks(of matrix: WeightMatrix, tokenCount: Int) -> [Range<Int>] {
    let share = matrix.rows.dividedRoundingUp(by: pool.threadCount * 4)
    let length = max(16, share.dividedRoundingUp(by: 16) * 16)
    return stride(from: 0, to: matrix.rows, by: length).map {
      $0..<min($0 + length, matrix.rows)
    }
  }

  private func multiply(
    _ matrix: WeightMatrix,
    rows: Range<Int>,
    by input: ActivationSlice,
    tokenCount: Int,
    into output: ActivationSlice
  ) {
    unsafe withMatrix(matrix) { pointer in
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
      chunk_count: matrix.columns.dividedRoundingUp(by: Self.activationChunkLength)
    )
    unsafe withMatrix(matrix) { pointer in
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

  private func withMatrix(
    _ matrix: WeightMatrix,
    _ body: (UnsafePointer<cquantkit_matrix>) -> Void
  ) {
    unsafe matrix.storage.withUnsafeBytes { elements in
      unsafe matrix.scales.withUnsafeBufferPointer { scales in
        var description = unsafe cquantkit_matrix(
          format: matrix.format.code,
          elements: elements.baseAddress,
          row_byte_count: matrix.rowByteCount,
          column_count: matrix.columns,
          scales: matrix.format.isCoded ? scales.baseAddress : nil
        )
        unsafe body(&description)
      }
    }
  }
}

extension WeightMatrix.Format {
  /// The kernels' name for it.
  fileprivate var code: cquantkit_weight_format {
    switch self {
    case .float32: .f32
    case .float16: .f16
    case .bfloat16: .bf16
    case .int8Row: .i8
    case .int4Row: .i4
    }
  }
}
