//===----------------------------------------------------------------------===//
// This source file is part of the QuantKit project.
// SPDX-License-Identifier: Apache-2.0
//===----------------------------------------------------------------------===//

// Where the words of a row of codes stand whose groups of columns have scales: see `cquantkit_matrix`.

#ifndef CQUANTKERNELS_WORD_ORDER_H
#define CQUANTKERNELS_WORD_ORDER_H

#include "CQuantKernels.h"

/// A block of a row: up to 256 columns in words of 32 bits, dealt out to units in turn. The units are the
/// fewest that hold them, of 16 words each.
struct block {
    size_t words;
    int shift;  // there are 2^shift units
};

static inline size_t codes_per_word(const int format) {
    return format == cquantkit_weight_i4 ? 8 : 4;
}

/// The block that so many columns begin with.
static inline struct block block_of(const int format, size_t columns) {
    if (columns > cquantkit_activation_group) columns = cquantkit_activation_group;
    const size_t words = (columns + codes_per_word(format) - 1) / codes_per_word(format);
    const size_t lanes = cquantkit_activation_lanes;
    return (struct block){words, (words > lanes) + (words > 2 * lanes)};
}

/// The unit that a word of the block goes to.
static inline size_t unit_of_word(struct block block, size_t word) {
    return word & (((size_t)1 << block.shift) - 1);
}

/// The lane of its unit that a word of the block goes to.
static inline size_t lane_of_word(struct block block, size_t word) { return word >> block.shift; }

/// The place of a unit's first word in the block: the first units have a word more than the others where
/// words remain over.
static inline size_t unit_start(struct block block, size_t unit) {
    const size_t longer = unit_of_word(block, block.words);
    return unit * (block.words >> block.shift) + (unit < longer ? unit : longer);
}

/// The place of a word in the block.
static inline size_t word_place(struct block block, size_t word) {
    return unit_start(block, unit_of_word(block, word)) + lane_of_word(block, word);
}

#endif
