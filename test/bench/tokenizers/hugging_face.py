"""Trains and encodes with Hugging Face's tokenizers: reads a text and a tokenizer of gradus, prints JSON.

hugging_face.py TEXT VOCABULARY_SIZE TOKENIZER_JSON

One process, one thread: `encode` of line after line, and `encode_batch` of all of them, which may use all
cores.
"""

import json
import re
import sys
import time
from pathlib import Path

import tokenizers
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

text = Path(sys.argv[1]).read_bytes().decode()
size = int(sys.argv[2])
lines = re.findall(r"[^\n]*\n|[^\n]+", text)


def timed(work):
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def trained():
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=size,
        min_frequency=2,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator([text], trainer)
    return tokenizer


train, own = timed(trained)
theirs = Tokenizer.from_file(sys.argv[3])
encode, ids = timed(lambda: [theirs.encode(line).ids for line in lines])
batch, encodings = timed(lambda: theirs.encode_batch(lines))
decode, decoded = timed(lambda: [theirs.decode(one, skip_special_tokens=False) for one in ids])
assert decoded == lines
same = own.get_vocab() == theirs.get_vocab()
print(
    json.dumps(
        {
            "version": tokenizers.__version__,
            "train": train,
            "encode": encode,
            "batch": batch,
            "decode": decode,
            "sameVocabulary": same,
            "ids": ids,
        }
    )
)
