"""Makes the folders *-variant and bbpe-digits from the other folders here.

They cover what the others leave out: every way to match added tokens, digits, extra spaces removed, unused
pieces, pieces of equal score and pieces that span words. Expected values come from the original libraries:

    pip install tokenizers sentencepiece protobuf
    python make_variants.py
"""

import json
import os
import random

import sentencepiece
from sentencepiece import sentencepiece_model_pb2
from tokenizers import AddedToken, Tokenizer, decoders, pre_tokenizers

HERE = os.path.dirname(os.path.abspath(__file__))
SNIPPETS = [
    "<word>", "x<word>", "<l>", "<r>", "<lr>", "WORD", "a b", "\u00e9", "e\u0301", "<s>", "<|im_start|>", "  ", " ",
    "\t\n ", "\u3000", "'ll", "'LL", "'\u017ft", "12345", "\u0663\u00bd", " the", "Hello", "hel", "llo", "\u4f60\u597d",
    "\U0001f600", "\u2581", "a\u2581t", "<tool_call>", "<reserved_1>", "_", ".", "\u0301", "\uac01\u11a8", "\u1100\u1161",
]


def texts():
    source = random.Random(5)
    fixed = [case["text"] for case in load("bbpe-qwen2/cases.json")["cases"]]
    mixed = ["".join(source.choice(SNIPPETS) for _ in range(source.randrange(1, 12))) for _ in range(150)]
    return [text for text in fixed + mixed if "\x00" not in text]


def load(name):
    with open(os.path.join(HERE, name), encoding="utf-8") as file:
        return json.load(file)


def save(name, value):
    path = os.path.join(HERE, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="ascii") as file:
        json.dump(value, file, separators=(",", ":"))
        file.write("\n")


def save_byte_level(name, tokenizer):
    os.makedirs(os.path.join(HERE, name), exist_ok=True)
    tokenizer.save(os.path.join(HERE, name, "tokenizer.json"))
    plain = Tokenizer.from_str(tokenizer.to_str())
    plain.encode_special_tokens = True
    source = random.Random(6)
    cases = []
    for text in texts():
        ids = tokenizer.encode(text, add_special_tokens=False).ids
        cases.append({
            "text": text, "ids": ids, "ids_plain": plain.encode(text, add_special_tokens=False).ids,
            "decoded": tokenizer.decode(ids, skip_special_tokens=False),
            "decoded_skip_special": tokenizer.decode(ids, skip_special_tokens=True),
        })
    decode_only = []
    for _ in range(60):
        ids = [source.randrange(tokenizer.get_vocab_size()) for _ in range(source.randrange(1, 12))]
        decode_only.append({
            "ids": ids, "decoded": tokenizer.decode(ids, skip_special_tokens=False),
            "decoded_skip_special": tokenizer.decode(ids, skip_special_tokens=True),
        })
    save(name + "/cases.json", {"cases": cases, "decode_only": decode_only})


def save_sentence_piece(name, model):
    blob = model.SerializeToString(deterministic=True)
    os.makedirs(os.path.join(HERE, name), exist_ok=True)
    with open(os.path.join(HERE, name, "tokenizer.model"), "wb") as file:
        file.write(blob)
    processor = sentencepiece.SentencePieceProcessor(model_proto=blob)
    source = random.Random(6)
    cases = []
    for text in texts():
        ids = processor.encode(text)
        cases.append({"text": text, "ids": ids, "decoded": processor.decode(ids)})
    decode_only = []
    for _ in range(60):
        ids = [source.randrange(processor.get_piece_size()) for _ in range(source.randrange(1, 12))]
        decode_only.append({"ids": ids, "decoded": processor.decode(ids)})
    save(name + "/cases.json", {"cases": cases, "decode_only": decode_only})


def byte_level_variants():
    tokenizer = Tokenizer.from_file(os.path.join(HERE, "bbpe-qwen2/tokenizer.json"))
    tokenizer.add_tokens([
        AddedToken("<word>", single_word=True, normalized=False),
        AddedToken("<l>", lstrip=True, normalized=False),
        AddedToken("<r>", rstrip=True, normalized=False),
        AddedToken("<lr>", lstrip=True, rstrip=True, normalized=False),
        AddedToken("WORD", single_word=True, normalized=True),
        AddedToken("\u00e9", lstrip=True, rstrip=True, normalized=True),
        AddedToken("  ", normalized=False),
    ])
    tokenizer.add_special_tokens([AddedToken("<s>", lstrip=True), AddedToken("a b", rstrip=True, single_word=True)])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Digits(individual_digits=False), pre_tokenizers.ByteLevel(add_prefix_space=True, use_regex=True),
    ])
    save_byte_level("bbpe-variant", tokenizer)

    tokenizer = Tokenizer.from_file(os.path.join(HERE, "bbpe-gpt2/tokenizer.json"))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True),
    ])
    tokenizer.decoder = decoders.ByteLevel()
    save_byte_level("bbpe-digits", tokenizer)


def sentence_piece_variant():
    model = sentencepiece_model_pb2.ModelProto()
    with open(os.path.join(HERE, "spm-identity/tokenizer.model"), "rb") as file:
        model.ParseFromString(file.read())
    source = random.Random(3)
    for piece in model.pieces:
        if piece.type == 1:
            piece.score = -float(source.randrange(5))
            if source.random() < 0.2:
                piece.type = 5
    for text, score, kind in [("a\u2581t", 3.5, 1), ("llo\u2581", 0, 4), ("hel", 0, 4)]:
        piece = model.pieces.add()
        piece.piece, piece.score, piece.type = text, score, kind
    model.trainer_spec.unk_surface = "<?>"
    model.normalizer_spec.remove_extra_whitespaces = True
    model.normalizer_spec.add_dummy_prefix = True
    save_sentence_piece("spm-variant", model)


if __name__ == "__main__":
    byte_level_variants()
    sentence_piece_variant()
