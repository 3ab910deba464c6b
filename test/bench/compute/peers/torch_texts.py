"""The benchmark's models of texts in PyTorch."""

import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence


def split(x, heads):
    """`[B, T, D]` as heads, `[B, H, T, D / H]`."""
    B, T, D = x.shape
    return x.view(B, T, heads, D // heads).transpose(1, 2)


def joined(x):
    B, H, T, D = x.shape
    return x.transpose(1, 2).reshape(B, T, H * D)


def embedding(weights):
    table = weights.next()
    return nn.Embedding(*table.shape, _weight=table)


def dense(inputs, outputs, weights):
    layer = nn.Linear(inputs, outputs)
    weights.dense(layer)
    return layer


def norm(width, config, weights):
    layer = nn.LayerNorm(width, config["epsilon"])
    weights.norm(layer)
    return layer


class TextCNN(nn.Module):
    def __init__(self, config, weights):
        super().__init__()
        width, filters, sizes = config["embedding"], config["filters"], config["kernelSizes"]
        self.embedding = embedding(weights)
        self.convs = nn.ModuleList(nn.Conv1d(width, filters, size, padding="same") for size in sizes)
        for conv in self.convs:
            conv.weight.data = weights.next().permute(2, 1, 0).contiguous()
            conv.bias.data = weights.next()
        self.logits = dense(filters * len(sizes), config["classes"], weights)

    def forward(self, tokens):
        x = self.embedding(tokens).transpose(1, 2)
        return self.logits(torch.cat([F.relu(conv(x)).amax(2) for conv in self.convs], 1))


class BiLSTM(nn.Module):
    def __init__(self, config, weights):
        super().__init__()
        self.embedding = embedding(weights)
        units = config["units"]
        self.lstm = nn.LSTM(config["embedding"], units, batch_first=True, bidirectional=True)
        for end in ("", "_reverse"):
            for part in ("weight_ih_l0", "weight_hh_l0"):
                getattr(self.lstm, part + end).data = weights.next().T.contiguous()
            getattr(self.lstm, "bias_ih_l0" + end).data = weights.next()
            # One bias, as Keras has it: with two, Adam would move the sum twice as far.
            second = getattr(self.lstm, "bias_hh_l0" + end)
            second.data.zero_()
            second.requires_grad_(False)
        self.logits = dense(2 * units, config["classes"], weights)

    def forward(self, tokens):
        lengths = (tokens != 0).sum(1).cpu()
        x = pack_padded_sequence(self.embedding(tokens), lengths, True, enforce_sorted=False)
        _, (h, _) = self.lstm(x)
        return self.logits(torch.cat([h[0], h[1]], 1))


class Block(nn.Module):
    def __init__(self, config, weights, activation, causal=False):
        super().__init__()
        width, self.heads = config["width"], config["heads"]
        self.activation, self.causal = activation, causal
        self.norm_1 = norm(width, config, weights)
        self.qkv = dense(width, 3 * width, weights)
        self.projection = dense(width, width, weights)
        self.norm_2 = norm(width, config, weights)
        self.up = dense(width, 4 * width, weights)
        self.down = dense(4 * width, width, weights)

    def attended(self, x, keep):
        q, k, v = (split(part, self.heads) for part in self.qkv(self.norm_1(x)).chunk(3, 2))
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=keep, is_causal=self.causal)
        return x + self.projection(joined(y))

    def fed(self, x):
        return x + self.down(self.activation(self.up(self.norm_2(x))))

    def forward(self, x, keep):
        return self.fed(self.attended(x, keep))


class PostNormBlock(Block):
    def forward(self, x, keep):
        q, k, v = (split(part, self.heads) for part in self.qkv(x).chunk(3, 2))
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=keep)
        x = self.norm_1(x + self.projection(joined(y)))
        return self.norm_2(x + self.down(self.activation(self.up(x))))


class DecoderBlock(Block):
    def __init__(self, config, weights, activation):
        super().__init__(config, weights, activation, causal=True)
        width = config["width"]
        self.cross_norm = norm(width, config, weights)
        self.query = dense(width, width, weights)
        self.key_value = dense(width, 2 * width, weights)
        self.cross_projection = dense(width, width, weights)

    def forward(self, x, read, keep):
        x = self.attended(x, None)
        q = split(self.query(self.cross_norm(x)), self.heads)
        k, v = (split(part, self.heads) for part in self.key_value(read).chunk(2, 2))
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=keep)
        return self.fed(x + self.cross_projection(joined(y)))


def gelu(x):
    return F.gelu(x, approximate="tanh")


class TransformerClassifier(nn.Module):
    def __init__(self, config, weights):
        super().__init__()
        self.embedding = embedding(weights)
        self.positions = nn.Parameter(weights.next())
        self.blocks = nn.ModuleList(Block(config, weights, gelu) for _ in range(config["layers"]))
        self.norm = norm(config["width"], config, weights)
        self.logits = dense(config["width"], config["classes"], weights)

    def forward(self, tokens):
        keep = tokens != 0
        x = self.embedding(tokens) + self.positions
        for block in self.blocks:
            x = block(x, keep[:, None, None])
        return self.logits(self.norm((x * keep[:, :, None]).sum(1)))


def waves(length, width):
    angles = torch.arange(length)[:, None] * 10_000 ** (-torch.arange(0, width, 2) / width)
    return torch.stack([angles.sin(), angles.cos()], 2).reshape(length, width)


class Transformer(nn.Module):
    def __init__(self, config, weights):
        super().__init__()
        width, layers = config["width"], range(config["layers"])
        self.source, self.target = embedding(weights), embedding(weights)
        self.encoder = nn.ModuleList(Block(config, weights, F.relu) for _ in layers)
        self.encoder_norm = norm(width, config, weights)
        self.decoder = nn.ModuleList(DecoderBlock(config, weights, F.relu) for _ in layers)
        self.decoder_norm = norm(width, config, weights)
        self.logits = dense(width, config["vocabSize"], weights)
        self.scale = width**0.5
        self.register_buffer("waves", waves(config["time"], width))

    def forward(self, source, target):
        keep = (source != 0)[:, None, None]
        read = self.source(source) * self.scale + self.waves
        for block in self.encoder:
            read = block(read, keep)
        read = self.encoder_norm(read)
        x = self.target(target) * self.scale + self.waves
        for block in self.decoder:
            x = block(x, read, keep)
        return self.logits(self.decoder_norm(x))


class Bert(nn.Module):
    def __init__(self, config, weights):
        super().__init__()
        width = config["width"]
        self.embedding = embedding(weights)
        self.positions = nn.Parameter(weights.next())
        self.segments = embedding(weights)
        self.norm = norm(width, config, weights)
        layers = range(config["layers"])
        self.blocks = nn.ModuleList(PostNormBlock(config, weights, gelu) for _ in layers)
        self.transform = dense(width, width, weights)
        self.transform_norm = norm(width, config, weights)
        self.bias = nn.Parameter(weights.next())

    def forward(self, tokens, segments):
        keep = (tokens != 0)[:, None, None]
        x = self.norm(self.embedding(tokens) + self.positions + self.segments(segments))
        for block in self.blocks:
            x = block(x, keep)
        x = self.transform_norm(gelu(self.transform(x)))
        return F.linear(x, self.embedding.weight, self.bias)


TEXT_MODELS = {
    "bert-small": Bert,
    "text-cnn": TextCNN,
    "bi-lstm": BiLSTM,
    "transformer-block": TransformerClassifier,
    "seq2seq-transformer": Transformer,
}
