//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

// What the matrix products and the parts that a target writes for itself share. For inclusion in a file that
// sets the target with a pragma.

#ifndef CQUANTKERNELS_MATMUL_TILE_H
#define CQUANTKERNELS_MATMUL_TILE_H

#include "lanes.h"

/// The most rows or tokens of a tile.
enum { tile_limit = 8 };

/// Codes are read in units of so many bytes.
enum { unit_bytes = 64 };

/// The vectors of activations that a unit of codes belongs to.
INLINE int vectors_per_unit(const int format) { return format == cquantkit_weight_i4 ? 2 : 1; }

/// One group of columns of a tile: some rows of codes, some tokens of activations.
struct group {
    const uint8_t *rows;   // the first row's codes
    size_t row_stride;     // in bytes
    size_t byte_count;     // of each row's codes, at most what a group of columns takes up
    size_t lookahead;      // how far behind these the codes stand that are needed soon
    const int8_t *codes;   // the first token's, and so below
    size_t code_stride;
    const float *scales;
    size_t lane_stride;
    const int32_t *code_sums;
    size_t sum_stride;
    // Where groups of weights have scales, else NULL:
    const uint16_t *weight_scales;  // the first row's, from that of the first of these columns on
    size_t weight_scale_stride;     // from row to row
    size_t weight_group_length;     // in columns
};

/// The columns of a unit of codes.
INLINE size_t columns_per_unit(const int format) {
    return (size_t)vectors_per_unit(format) * cquantkit_activation_vector;
}

/// The scales of the lanes of a unit of a row of a tile. Lanes without columns, whose products are 0, may have
/// that of another row.
INLINE lanes_f32 unit_scales(const int format, const struct group *group, int row, size_t unit) {
    typedef uint16_t four __attribute__((vector_size(8)));
    const size_t columns = columns_per_unit(format), length = group->weight_group_length;
    const size_t first = unit * columns / length;
    four bits;
    memcpy(
        &bits, group->weight_scales + row * group->weight_scale_stride + first, sizeof bits);
    lanes_u16 lanes;
    if (4 * length == columns) {
        lanes = __builtin_shufflevector(bits, bits, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3);
    } else if (2 * length == columns) {
        lanes = __builtin_shufflevector(bits, bits, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1);
    } else {
        lanes = __builtin_shufflevector(bits, bits, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }
    return lanes_from_f16(lanes);
}

/// The distance in bytes at which to fetch ahead of a tile of so many bytes: the tiles of a product follow each
/// other in memory, but rows are too short and too many at once for processors to foresee that. A multiple of
/// the tile, so that every row fetches for a row.
INLINE size_t lookahead(size_t tile_bytes) {
    enum { distance = 4096 };
    return tile_bytes == 0 ? 0 : (distance + tile_bytes - 1) / tile_bytes * tile_bytes;
}

#endif
