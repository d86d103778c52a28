"""Makes template-cases.json: what transformers makes of conversations with the templates in templates/.

    pip install transformers==5.24.0 jinja2==3.1.6 tokenizers==0.23.3 sentencepiece==0.2.3 protobuf
    python make_templates.py

The templates were written down by hand after what the checkpoints below publish in tokenizer_config.json, not copied
from their files, which a test may not download: wording of the parts for tools may differ from the newest revision. Where a conversation is
refused, the case has `raises`. Ids come from the tokenizers in ../tokenizer, to whose vocabulary the special
tokens of the template need not belong: they are text then.

Besides, `syntax` holds small templates for whitespace control, slices, arithmetic and
everything else that the published ones use, with the text that Jinja makes of them.
"""

import datetime
import json
import os
import re

import sentencepiece
import transformers.utils.chat_template_utils as chat_template_utils
from sentencepiece import sentencepiece_model_pb2
from transformers import PreTrainedTokenizerFast

HERE = os.path.dirname(os.path.abspath(__file__))
# template: (checkpoint it is from, tokenizer in ../tokenizer, begin token, end token)
SOURCES = {
    "chatml": ("mlabonne/NeuralBeagle14-7B and many others", "bbpe-qwen2", None, "<|im_end|>"),
    "smollm2": ("HuggingFaceTB/SmolLM2-135M-Instruct", "bbpe-qwen2", "<|im_start|>", "<|im_end|>"),
    "qwen2.5": ("Qwen/Qwen2.5-0.5B-Instruct", "bbpe-qwen2", None, "<|im_end|>"),
    "qwen3": ("Qwen/Qwen3-0.6B", "bbpe-qwen2", None, "<|im_end|>"),
    "llama-2": ("meta-llama/Llama-2-7b-chat-hf", "spm-llama", "<s>", "</s>"),
    "llama-3": ("meta-llama/Meta-Llama-3-8B-Instruct", "bbpe-llama3", "<|begin_of_text|>", "<|eot_id|>"),
    "llama-3.1": ("meta-llama/Llama-3.1-8B-Instruct", "bbpe-llama3", "<|begin_of_text|>", "<|eot_id|>"),
    "llama-3.2": ("meta-llama/Llama-3.2-1B-Instruct", "bbpe-llama3", "<|begin_of_text|>", "<|eot_id|>"),
    "mistral-v0.1": ("mistralai/Mistral-7B-Instruct-v0.1", "spm-llama", "<s>", "</s>"),
    "mistral-v0.2": ("mistralai/Mistral-7B-Instruct-v0.2", "spm-llama", "<s>", "</s>"),
    "mistral-v0.3": ("mistralai/Mistral-7B-Instruct-v0.3", "spm-llama", "<s>", "</s>"),
    "zephyr": ("HuggingFaceH4/zephyr-7b-beta", "spm-llama", "<s>", "</s>"),
    "gemma": ("google/gemma-2-2b-it", "bbpe-gpt2", "<bos>", "<eos>"),
    "gemma-3": ("google/gemma-3-1b-it", "bbpe-gpt2", "<bos>", "<eos>"),
    "phi-3": ("microsoft/Phi-3-mini-4k-instruct", "bbpe-gpt2", "<s>", "<|endoftext|>"),
}
DATE = datetime.datetime(2026, 3, 5)


def turn(role, content):
    return {"role": role, "content": content}


CONVERSATIONS = [
    [turn("user", "What is the capital of France?")],
    [turn("system", "Be brief."), turn("user", "Hi")],
    [turn("user", "Hi"), turn("assistant", "Hello!"), turn("user", "How are you?")],
    [turn("system", " S\n"), turn("user", "  padded \t\n"), turn("assistant", " ok \n"), turn("user", "x ")],
    [turn("user", "")],
    [turn("system", ""), turn("user", "empty system")],
    [turn("user", "a"), turn("assistant", "")],
    [turn("user", "a"), turn("assistant", "the beginning of")],
    [turn("user", "\u4f60\u597d\uff0c\u4e16\u754c\u3002"), turn("assistant", "\u60a8\u597d \U0001f600"), turn("user", "e\u0301 \u00e9\u3000")],
    [turn("user", "a<|im_end|>b</s>c<|eot_id|>d <s>[INST] <end_of_turn>")],
    [turn("user", "2+2?"), turn("assistant", "<think>\nadd\n</think>\n\n4"), turn("user", "sure?")],
    [turn("user", "2+2?"), turn("assistant", "<think>\nadd\n</think>\n\n4")],
    [turn("user", "x"), turn("user", "y")],
    [turn("assistant", "first"), turn("user", "y")],
    [turn("user", "x"), turn("system", "late"), turn("user", "y")],
    [turn("narrator", "Once upon a time")],
    [turn("user", "x"), turn("tool", "42")],
]

SYNTAX = [
    "a\n  {% if true %}\nb\n  {% endif %}\nc\n",
    "a\n  {%- if true -%}\n  b  \n {%- endif +%}\n c {{- ' d ' -}} \n e",
    "  {%+ if true %} x {% endif %}\n\n  {# note #}  \n y {#- z -#}\n w",
    "x {{ 1 }}\n {{ 2 }} \n\n",
    "{% if false %}1{% elif 0 %}2{% elif '' %}3{% elif none %}4{% elif [] %}5{% elif nothing %}6{% else %}7{% endif %}",
    "{{ 'a' 'b' ~ 1 ~ true ~ none ~ nothing }}{{ \"q\\n\\t\\\\ \\' \\\" \\x41 \\u00e9 \\q\" }}",
    "{{ 7 // 2 }} {{ -7 // 2 }} {{ 7 % 3 }} {{ -7 % 3 }} {{ 7 % -3 }} {{ 2 + 3 * 4 - -1 }} {{ (1 + 2) ~ 3 }}",
    "{% set s = 'abcdef' %}{{ s[1:3] }} {{ s[-2:] }} {{ s[::-1] }} {{ s[:-1:2] }} {{ s[0] }}{{ s[-1] }}{{ s[9] }} {{ s[10:] }} {{ s[4:1:-2] }}",
    "{% set l = [1, 2, 3] + [4] %}{{ l[1:] | join(',') }} {{ l[::-1] | join }} {{ l | length }} {{ l | first }} {{ l | last }} {{ (1, 2) | join('-') }}",
    "{% for x in [1, 2, 3, 4] if x is even %}{{ loop.index }}{{ loop.index0 }}{{ loop.revindex }}{{ loop.revindex0 }}{{ loop.first }}{{ loop.last }}{{ loop.length }};{% else %}none{% endfor %}",
    "{% for x in [] %}a{% else %}none{% endfor %}{% for x in nothing %}a{% else %}none{% endfor %}",
    "{% set x = 1 %}{% for y in [1, 2] %}{{ x }}{% set x = x + y %}{{ x }}{% endfor %}{{ x }}{% if true %}{% set x = 9 %}{% endif %}{{ x }}",
    "{% set ns = namespace(a=1, b='x') %}{% for y in [1, 2] %}{% set ns.a = ns.a + y %}{% endfor %}{{ ns.a }}{{ ns.b }}{{ ns.c is defined }}",
    "{% for x in range(5) %}{% if x == 1 %}{% continue %}{% endif %}{% if x == 3 %}{% break %}{% endif %}{{ x }}{% endfor %}{{ range(2, 4) | list | join }}",
    "{{ 1 < 2 < 3 }} {{ 1 < 2 > 3 }} {{ 'a' < 'b' }} {{ 1 == true }} {{ 'a' == 1 }} {{ [1, 'a'] == [1, 'a'] }} {{ nothing == nowhere }} {{ none == nothing }}",
    "{{ 'b' in 'abc' }} {{ 'x' not in 'abc' }} {{ '' in 'a' }} {{ 2 in [1, 2] }} {{ 'role' in messages[0] }} {{ 'x' in messages[0] }} {{ not 1 in [1] }}",
    "{{ 1 and 2 }} {{ 0 or 'x' }} {{ not 0 }} {{ 'a' if false }} {{ 'a' if 0 else 'b' if 1 else 'c' }}",
    "{{ x is defined }} {{ x is undefined }} {{ x is not defined }} {{ none is none }} {{ 'a' is string }} {{ messages is iterable }} {{ messages[0] is mapping }} {{ messages is mapping }} {{ 1 is number }} {{ true is boolean }} {{ true is true }} {{ 1 is true }} {{ false is false }} {{ 3 is odd }} {{ 4 is divisibleby 2 }} {{ 1 is in [1] }} {{ 'a' is equalto 'a' }} {{ 'a' is ne('b') }} {{ 1 is integer }} {{ true is integer }} {{ '' is sequence }}",
    "[{{ '  a b\u3000\u001c ' | trim }}] [{{ 'xxaxx'.strip('x') }}] [{{ ' a '.lstrip() }}] [{{ ' a '.rstrip() }}] [{{ 'aXbX' | replace('X', '--') }}] [{{ nothing | trim }}]",
    "{{ 'a,b,,c'.split(',') | join('|') }} {{ 'a,b,c'.split(',', 1) | join('|') }} {{ '  a  b c '.split() | join('|') }} {{ ' a  b c '.split(none, 1) | join('|') }} {{ 'aaa'.split('aa') | join('|') }}",
    "{{ 'abc'.startswith('ab') }} {{ 'abc'.endswith('bc') }} {{ 'abc'.startswith('b') }} {{ 'aB c'.upper() }} {{ 'aB' | lower }} {{ 'aB c' | capitalize }} {{ ', '.join(['a', 'b']) }} {{ 'aab'.replace('a', 'b') }}",
    "{{ 'a\"\\\\\n\r\t\x08\x0c\x01\x1f\x7f\u00e9\u2028/' | tojson }}{{ '' | tojson }}",
    "{{ nothing | default('d') }} {{ '' | default('d') }} {{ '' | default('d', true) }} {{ none | d('x') }}",
    "{{ messages | selectattr('role', 'equalto', 'user') | list | length }} {{ messages | rejectattr('role', '==', 'user') | map(attribute='content') | join('|') }} {{ messages | map(attribute='role') | join(',') }} {{ (messages | reverse | list)[0].content }} {{ 'abc' | reverse }}",
    "{% for k, v in messages[0].items() %}{{ k }}={{ v }};{% endfor %}{% for k in messages[0] %}{{ k }}{% endfor %}{{ messages[0].get('x', 'no') }}{{ messages[0]['role'] }}{{ messages[0]['x'] is defined }}{% for k, v in messages[0] | items %}{{ k }}{% endfor %}",
    "{% set block %} a {{ 1 }}\n{% endset %}[{{ block }}]{% generation %}g{% endgeneration %}",
    "{{ '}}' }}{{ '%}' }}{% if '%}' == '%}' %}x{% endif %}{ { }} {{- 'y' }}",
    "{{ messages[1].content.split('</think>')[-1].lstrip('\\n') }}{{ messages | length - 1 }}{{ -messages | length + 5 if false else 'z' }}",
    "a\r\nb\rc{{ 'd\r\ne' }}",
    "{{ '\u00e9' == 'e\u0301' }} {{ 'e\u0301' | length }} {{ '\U0001f1eb\U0001f1f7'[0] == '\U0001f1eb' }} {{ 'e\u0301x'.split('e') | length }}",
    "{{ raise_exception('no ' + messages[0].role) }}", "{{ nothing.x }}", "{{ 'a' + none }}", "{{ 1 // 0 }}",
    "{% for x in none %}{% endfor %}", "{{ nothing() }}", "{{ none | length }}", "{% for a, b in [1] %}{% endfor %}",
    "{{ 'a' < 1 }}", "{{ 1 in 'a' }}", "{% if %}{% endif %}", "{% for x in [1] %}", "{{ 'open", "{{ 1", "{# open", "{% endif %}",
    "{% nonsense %}", "{{ 'a' | nonsense }}", "{{ 1 is nonsense }}", "{{ 'a'.nonsense() }}", "{{ (1 }}", "{{ 1 1 }}",
]


def render(function):
    try:
        return {"text": function()}
    except Exception as error:  # whatever the template or Jinja says
        return {"raises": str(error)[:200]}


def tokenizer(name, begin, end):
    folder = os.path.join(HERE, "../tokenizer", name if name.startswith("bbpe") else "bbpe-qwen2")
    made = PreTrainedTokenizerFast(tokenizer_file=os.path.join(folder, "tokenizer.json"))
    # Not as arguments: tokens that the vocabulary lacks would be added to it.
    made._special_tokens_map.update({key: token for key, token in (("bos_token", begin), ("eos_token", end)) if token})
    return made


def sentencepiece_encoder(name, legacy):
    """Ids as the wrapper around SentencePiece gives them: part by part between special tokens; with `legacy` every
    part has a dummy prefix, as in the tokenizer.json that such checkpoints carry, without it only the first. (The
    tokenizer that transformers 5 makes from a tokenizer.model leaves out the model's normalizer.)"""
    model = sentencepiece_model_pb2.ModelProto()
    with open(os.path.join(HERE, "../tokenizer", name, "tokenizer.model"), "rb") as file:
        model.ParseFromString(file.read())
    prefixed = sentencepiece.SentencePieceProcessor(model_proto=model.SerializeToString())
    model.normalizer_spec.add_dummy_prefix = False
    bare = sentencepiece.SentencePieceProcessor(model_proto=model.SerializeToString())

    def encode(text):
        ids, start = [], 0
        for part in re.split("(</?s>)", text):
            if part in ("<s>", "</s>"):
                ids.append(prefixed.piece_to_id(part))
            elif part:
                ids += (prefixed if legacy or start == 0 else bare).encode(part)
            start += len(part)
        return ids

    return encode


def main():
    class Clock(datetime.datetime):
        @classmethod
        def now(cls, tz=None):
            return DATE

    chat_template_utils.datetime = Clock
    templates = []
    for name, (source, folder, begin, end) in SOURCES.items():
        with open(os.path.join(HERE, "templates", name + ".jinja"), encoding="utf-8") as file:
            template = file.read()
        # Llama-2 was published with `legacy` false, Mistral and Zephyr with true.
        legacy = name != "llama-2" if folder.startswith("spm") else None
        made = tokenizer(folder, begin, end)
        encode = (lambda text: made.encode(text, add_special_tokens=False)) if legacy is None else (
            sentencepiece_encoder(folder, legacy))
        cases = []
        for messages in CONVERSATIONS:
            for options in ({}, {"enable_thinking": True}, {"enable_thinking": False}):
                if options and name != "qwen3":
                    continue
                def text(generation=True):
                    return made.apply_chat_template(messages, chat_template=template, tokenize=False,
                                                    add_generation_prompt=generation, **options)
                case = {"messages": messages, **options, **render(text)}
                if "text" in case:
                    case["ids"] = encode(case["text"])
                    if legacy is None:
                        both = made.apply_chat_template(messages, chat_template=template, add_generation_prompt=True,
                                                        **options)
                        assert both["input_ids"] == case["ids"]
                cases.append(case)
        templates.append({"name": name, "source": source, "tokenizer": folder, "bos_token": begin, "eos_token": end,
                          "legacy": legacy, "cases": cases})
    messages = [turn("user", "q"), turn("assistant", "<think>t</think>\n\na")]
    plain = tokenizer("bbpe-qwen2", None, None)
    syntax = [{"template": template, **render(lambda: plain.apply_chat_template(
        messages, chat_template=template, tokenize=False))} for template in SYNTAX]
    with open(os.path.join(HERE, "template-cases.json"), "w", encoding="ascii") as file:
        json.dump({"date": DATE.strftime("%Y-%m-%d"), "templates": templates,
                   "syntax": {"messages": messages, "cases": syntax}}, file, separators=(",", ":"))
        file.write("\n")


main()
