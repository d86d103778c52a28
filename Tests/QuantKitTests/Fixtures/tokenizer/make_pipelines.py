"""Makes the folders spm-unigram*, json-* and patterns.json: what the golden folders leave out.

Tiny tokenizers, trained here on a few sentences, with every component of a tokenizer.json that is accepted, and
SentencePiece unigram models. Expected values come from the original libraries (made with tokenizers 0.23.3 and
sentencepiece 0.2.3):

    pip install tokenizers sentencepiece protobuf
    python make_pipelines.py
"""

import base64
import io
import json
import os
import random

import sentencepiece
from sentencepiece import sentencepiece_model_pb2
from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

HERE = os.path.dirname(os.path.abspath(__file__))
CORPUS = [
    "The quick brown fox jumps over the lazy dog, and the dog sleeps on in the warm afternoon sun.",
    "She sells sea shells by the sea shore; the shells she sells are surely seashells, I'm sure you'll agree.",
    "def fibonacci(n):\n    if n < 2:\n        return n\n    return fibonacci(n - 1) + fibonacci(n - 2)\n",
    "In 2023 there were 1,234,567 reasons; by 2024 we've counted 99.5% of them.",
    "\u6cb3\u8fb9\u4f4f\u7740\u4e00\u53ea\u61d2\u61d2\u7684\u5c0f\u7334\u5b50\uff0c\u5b83\u5728\u8def\u4e0a\u53d1\u73b0\u4e86\u4e00\u5757\u84dd\u77f3\u5934\u3002\u82b1\u513f\u90fd\u5f00\u4e86\u3002",
    "\u0417\u0434\u0440\u0430\u0432\u0441\u0442\u0432\u0443\u0439\u0442\u0435, \u043c\u0438\u0440! \u041a\u0430\u043a \u0434\u0435\u043b\u0430? \u0397\u03bc\u03ad\u03c1\u03b1 \u03ba\u03b1\u03bb\u03ae.",
    "caf\u00e9 na\u00efve r\u00e9sum\u00e9 \u00c5ngstr\u00f6m \ufb01ne \u00bd \u2460",
] * 3
SNIPPETS = [
    " the", "The", " dog", "shells", "I'm", "we'VE", "'\u017f", " 2024", "12345", "\u0663\u00bd\u00b2\u2167", "\u4f60\u597d", "\u4e00\u53ea", "\u6cb3\u8fb9",
    " ", "  ", "   ", "\t", "\n", "\r\n", "\n\n", " \n ", "\u3000", "\u00a0", "\u0085", "\u200b", "\ufeff", "\u2028", "\x00", "\x01\x7f",
    "\u00e9", "e\u0301", "\u0301", "\u0301\u0323", "\u1e69\u0307", "\uac01", "\uac00\u11a8", "\u1100\u1161\u11a8", "\u212b\u2126", "\ufb01", "\u2460", "\u337f",
    "\U0001f468\u200d\U0001f469\u200d\U0001f467", "\U0001f1eb\U0001f1f7", "\u2764\ufe0f", "\U0001f600", "\U0001d54f", "\u05e9\u05dc\u05d5\u05dd", "\u0645\u0631\u062d\u0628\u0627",
    "\u0928\u092e\u0938\u094d\u0924\u0947", "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35", "\u0417\u0434\u0440\u0430", "\u0130I\u0131", "\u03a3\u03b1\u03c2", "\u1e9e\u00df", "camelCaseWORDS", "ABC", "Abc",
    "f(x) = 1;", "++i", "//", "$%^", "\u00bf\u201c\u2014\u2026\u3002\uff0c", "_", "-", "\u2581", "a\u2581b", "<s>", "</s>", "<unk>", "<w>", "x<w>", "<l>", "<r>",
    "NORM", "norm", "<0x41>", "\u24b6", "\u200d", "\u203f", "\U00020000", "\U000e0001", "\uffff", "https://a.b/c?d=1",
]
ADDED = [
    AddedToken("<w>", single_word=True, normalized=False), AddedToken("<l>", lstrip=True, normalized=False),
    AddedToken("<r>", rstrip=True, normalized=False), AddedToken("NORM", normalized=True),
]
SPECIAL = [AddedToken("<s>", normalized=False), AddedToken("</s>", normalized=False, rstrip=True)]
GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
CL100K = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|"
          r"\s+(?!\S)|\s+")
CL100K_POSSESSIVE = (r"'(?i:[sdmt]|ll|ve|re)|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|"
                     r"\s*[\r\n]|\s+(?!\S)|\s")
O200K = "|".join([
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
    r"\p{N}{1,3}", r" ?[^\s\p{L}\p{N}]+[\r\n/]*", r"\s*[\r\n]+", r"\s+(?!\S)", r"\s+",
])
DEEPSEEK = (r"[!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|"
            r"\s*[\r\n]+|\s+(?!\S)|\s+")
QWEN = CL100K.replace("{1,3}", "")
QWEN_MARKS = QWEN.replace(r"\p{L}+", r"[\p{L}\p{M}]+").replace(r"\p{L}\p{N}]+", r"\p{L}\p{M}\p{N}]+")
PATTERNS = [
    GPT2, CL100K, CL100K_POSSESSIVE, O200K, DEEPSEEK, QWEN, QWEN_MARKS,
    r" ?[^(\s|[.,!?\u2026\u3002\uff0c\u3001\u0964\u06d4\u060c])]+", r"[\u4e00-\u9fa5\u3040-\u309f\u30a0-\u30ff]+", r"[0-9][0-9][0-9]",
    r"\w+|[^\w\s]+", r"\W+", r"\d+|\D", r"[^\S\n]+$", r"^\s*\S", r"a.", r"(?:ab|a)(?:bc|c)?", r"(?:[a-z]{2}){1,2}", r"[A-Z]{2,}|[a-z]{,3}e",
    r"\S+?(?=\s)|\s+?", r"(a|b|the)+", r"(?i)the|'[A-F]+", r"\p{Lu}\p{^Lu}|\P{L}", r"[[a-f]\d\-_]+", r"[]\]a-]+".replace("[]", "[", 1), r"\x41|\u00e9|\x{1f600}",
    r"\p{L}{2,3}+", r"(?:\p{L}+\p{N}*)+?x?", r"\s*x|\s", r"(?:\s+a|\s)", r"[^a]\n?+\r*+",
]


def texts(count, seed):
    source = random.Random(seed)
    mixed = ["".join(source.choice(SNIPPETS) for _ in range(source.randrange(1, 10))) for _ in range(count)]
    return ["", " ", *CORPUS[:7], *SNIPPETS, *mixed]


def save(name, value):
    path = os.path.join(HERE, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="ascii") as file:
        json.dump(value, file, separators=(",", ":"))
        file.write("\n")


def save_document(name, tokenizer, is_plain=True, change=None):
    """Writes tokenizer.json and the cases. `change` edits the JSON where the Python classes cannot say it."""
    document = json.loads(tokenizer.to_str())
    if change:
        change(document)
    tokenizer = Tokenizer.from_str(json.dumps(document))
    save(name + "/tokenizer.json", document)
    plain = Tokenizer.from_str(json.dumps(document))
    plain.encode_special_tokens = True
    source = random.Random(name)
    cases, decode_only = [], []
    for text in texts(60, name):
        ids = tokenizer.encode(text, add_special_tokens=False).ids
        case = {"text": text, "ids": ids, "decoded": tokenizer.decode(ids, skip_special_tokens=False)}
        if (with_special := tokenizer.encode(text).ids) != ids:
            case["ids_with_special"] = with_special
        if (plain_ids := plain.encode(text, add_special_tokens=False).ids) != ids:
            case["ids_plain"] = plain_ids
        if (skipped := tokenizer.decode(ids)) != case["decoded"]:
            case["decoded_skip_special"] = skipped
        cases.append(case)
    byte_ids = [i for i in (tokenizer.token_to_id(f"<0x{byte:02X}>") for byte in range(256)) if i is not None]
    for _ in range(60):
        ids = [source.choice(byte_ids) if byte_ids and source.random() < 0.5 else
               source.randrange(tokenizer.get_vocab_size()) for _ in range(source.randrange(1, 12))]
        decode_only.append({"ids": ids, "decoded": tokenizer.decode(ids, skip_special_tokens=False),
                            "decoded_skip_special": tokenizer.decode(ids)})
    save(name + "/cases.json", {"cases": cases, "decode_only": decode_only})


def train(tokenizer, trainer):
    tokenizer.train_from_iterator(CORPUS, trainer)
    tokenizer.add_tokens(ADDED)
    tokenizer.add_special_tokens(SPECIAL)
    return tokenizer


def byte_level(pattern, **options):
    tokenizer = Tokenizer(models.BPE(ignore_merges=options.pop("ignore_merges", False)))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        *[pre_tokenizers.Split(Regex(part), "isolated") for part in pattern],
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
    ])
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    return train(tokenizer, trainers.BpeTrainer(vocab_size=450, initial_alphabet=alphabet, show_progress=False))


def byte_fallback(vocabulary):
    """The 256 byte pieces behind a vocabulary of a model."""
    return [f"<0x{byte:02X}>" for byte in range(256)]


def llama2(document):
    """Llama 2: the vocabulary of SentencePiece with byte pieces, and merges."""
    vocabulary = document["model"]["vocab"]
    pieces = ["<unk>", *byte_fallback(vocabulary), *(p for p in sorted(vocabulary, key=vocabulary.get) if p != "<unk>")]
    shift = len(pieces) - len(vocabulary)
    document["model"]["vocab"] = {piece: index for index, piece in enumerate(pieces)}
    document["model"].update(byte_fallback=True, unk_token="<unk>", fuse_unk=True)
    for token in document["added_tokens"]:
        token["id"] = document["model"]["vocab"].get(token["content"], token["id"] + shift)
    for name, token in (document["post_processor"] or {}).get("special_tokens", {}).items():
        token["ids"] = [i + shift for i in token["ids"]]


def documents():
    save_document("json-o200k", byte_level([O200K]))
    save_document("json-deepseek", byte_level([r"\p{N}{1,3}", r"[\u4e00-\u9fa5\u3040-\u309f\u30a0-\u30ff]+", DEEPSEEK], ignore_merges=True))

    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=True))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("\u2581"), normalizers.Replace(" ", "\u2581")])
    train(tokenizer, trainers.BpeTrainer(vocab_size=300, special_tokens=["<unk>"], show_progress=False))
    tokenizer.decoder = decoders.Sequence([
        decoders.Replace("\u2581", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0),
    ])
    begin = tokenizer.token_to_id("<s>")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A", pair="<s> $A <s> $B", special_tokens=[("<s>", begin)])
    save_document("json-llama2", tokenizer, change=llama2)

    # Words are cut at spaces here, so no piece spans them.
    tokenizer = Tokenizer(models.BPE(unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first", split=True)
    train(tokenizer, trainers.BpeTrainer(vocab_size=300, special_tokens=["<unk>"], show_progress=False))
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="first")
    save_document("json-metaspace-first", tokenizer)
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first", split=False)
    tokenizer.decoder = decoders.Sequence([decoders.Replace("\u2581", " "), decoders.ByteFallback(), decoders.Fuse()])
    save_document("json-mistral", tokenizer, change=llama2)
    tokenizer.pre_tokenizer = pre_tokenizers.Split(" ", "merged_with_previous")
    tokenizer.normalizer = normalizers.Replace(" ", "\u2581")
    tokenizer.decoder = decoders.Sequence([decoders.Replace("\u2581", " "), decoders.ByteFallback(), decoders.Fuse()])
    save_document("json-gemma", tokenizer, change=llama2)

    tokenizer = Tokenizer(models.BPE(unk_token="<unk>", fuse_unk=False))
    tokenizer.normalizer = normalizers.Sequence([
        normalizers.NFKD(), normalizers.StripAccents(), normalizers.Lowercase(), normalizers.Replace(Regex(r"\s+"), " "),
        normalizers.Sequence([normalizers.Strip(), normalizers.NFC()]),
    ])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Punctuation("contiguous"), pre_tokenizers.Digits(True),
        pre_tokenizers.Metaspace(prepend_scheme="always", replacement="_"),
    ])
    train(tokenizer, trainers.BpeTrainer(vocab_size=250, special_tokens=["<unk>"], show_progress=False))
    tokenizer.decoder = decoders.Sequence([decoders.Metaspace("_"), decoders.Strip("e", 1, 0)])
    ends = [(token, tokenizer.token_to_id(token)) for token in ("<s>", "</s>")]
    tokenizer.post_processor = processors.Sequence([
        processors.ByteLevel(trim_offsets=False),
        processors.TemplateProcessing(single="<s> $A </s> <s>", special_tokens=ends),
    ])
    save_document("json-normalizers", tokenizer)

    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")])
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    train(tokenizer, trainers.UnigramTrainer(vocab_size=300, special_tokens=["<unk>"], unk_token="<unk>", show_progress=False))
    tokenizer.decoder = decoders.Metaspace()
    save_document("json-unigram", tokenizer)

    def with_bytes(document):
        vocabulary = document["model"]["vocab"]
        vocabulary += [[piece, -20.5] for piece in byte_fallback(vocabulary)]
        document["model"]["byte_fallback"] = True
        for token in document["added_tokens"]:
            token["id"] += 256 if token["content"] != "<unk>" else 0

    charsmap = sentencepiece_model_pb2.ModelProto()
    with open(os.path.join(HERE, "spm-llama/tokenizer.model"), "rb") as file:
        charsmap.ParseFromString(file.read())
    tokenizer.normalizer = normalizers.Precompiled(charsmap.normalizer_spec.precompiled_charsmap)
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()])
    tokenizer.decoder = decoders.Sequence([decoders.ByteFallback(), decoders.Metaspace()])
    save_document("json-t5", tokenizer, change=with_bytes)

    tokenizer = Tokenizer(models.BPE(unk_token="<unk>"))
    tokenizer.normalizer = normalizers.NFD()
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Whitespace(), pre_tokenizers.Punctuation("merged_with_next"), pre_tokenizers.Digits(False),
        pre_tokenizers.Split(Regex("[aeiou]"), "merged_with_previous", invert=True), pre_tokenizers.Split("ll", "removed"),
    ])
    train(tokenizer, trainers.BpeTrainer(vocab_size=250, special_tokens=["<unk>"], show_progress=False))
    tokenizer.decoder = decoders.Fuse()
    save_document("json-splits", tokenizer)


def sentence_piece():
    for name, options in [
        ("spm-unigram", dict(byte_fallback=True, normalization_rule_name="nmt_nfkc", user_defined_symbols=["<w>", "the"],
                             control_symbols=["<mask>"], remove_extra_whitespaces=False, split_digits=True)),
        ("spm-unigram-unk", dict(byte_fallback=False, normalization_rule_name="nfkc_cf", user_defined_symbols=["norm", "shells"],
                                 add_dummy_prefix=False, allow_whitespace_only_pieces=True)),
    ]:
        model = io.BytesIO()
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(CORPUS), model_writer=model, model_type="unigram", vocab_size=560 if options["byte_fallback"] else 280,
            hard_vocab_limit=False, minloglevel=2, num_threads=1, **options)
        proto = sentencepiece_model_pb2.ModelProto()
        proto.ParseFromString(model.getvalue())
        if name == "spm-unigram-unk":
            source = random.Random(1)
            for piece in proto.pieces:
                if piece.type == 1 and len(piece.piece) > 1 and source.random() < 0.1:
                    piece.type = 5
                elif piece.type == 1 and source.random() < 0.05:
                    piece.score = 1.5
        blob = proto.SerializeToString(deterministic=True)
        os.makedirs(os.path.join(HERE, name), exist_ok=True)
        with open(os.path.join(HERE, name, "tokenizer.model"), "wb") as file:
            file.write(blob)
        processor = sentencepiece.SentencePieceProcessor(model_proto=blob)
        source = random.Random(name)
        cases = []
        for text in texts(60, name):
            ids = processor.encode(text)
            cases.append({"text": text, "ids": ids, "decoded": processor.decode(ids)})
        decode_only = []
        for _ in range(60):
            ids = [source.randrange(processor.get_piece_size()) for _ in range(source.randrange(1, 12))]
            decode_only.append({"ids": ids, "decoded": processor.decode(ids)})
        save(name + "/cases.json", {"cases": cases, "decode_only": decode_only})


def patterns():
    """Patterns with the parts that they cut texts into, matches and what lies between them."""
    lines = ["aaaab\n bcab", "ab-Ca\n\nx  ", "The THE the'Fa'", "x\r\n\r\n  y \n", "  \t  x\n   ", *SNIPPETS[:0]]
    result = []
    for pattern in PATTERNS:
        split = pre_tokenizers.Split(Regex(pattern), "isolated")
        source = random.Random(pattern)
        chosen = lines + ["".join(source.choice(SNIPPETS) for _ in range(14)) for _ in range(8)] + CORPUS[:7]
        result.append({"pattern": pattern, "cases": [
            {"text": text, "parts": [part for part, _ in split.pre_tokenize_str(text)]} for text in chosen]})
    save("patterns.json", result)


def forms():
    """The normalization forms of texts."""
    source = random.Random(4)
    characters = [chr(value) for value in range(0xA0, 0x30000) if not 0xD800 <= value < 0xE000]
    marks = "\u0300\u0301\u0308\u0323\u0327\u0345\u05b0\u093c\u3099"
    chosen = SNIPPETS + ["".join(source.choice(characters) + source.choice(["", *marks]) * source.randrange(3)
                                 for _ in range(20)) for _ in range(60)]
    names = ["NFC", "NFD", "NFKC", "NFKD", "Lowercase", "StripAccents", "Strip"]
    save("normalizers.json", [
        {"text": text, **{name: getattr(normalizers, name)().normalize_str(text) for name in names}} for text in chosen])


if __name__ == "__main__":
    documents()
    sentence_piece()
    patterns()
    forms()
